// The extensions of known types, which no type that an application adds may use.
import { foreignTypes } from './foreign-types.ts';
import { knownTypes } from './known-types.ts';

/** Every extension that files of a known or a dangerous type have. */
export const extensionsInUse: ReadonlySet<string> = new Set([
  ...Object.values(knownTypes).flatMap(({ extension, otherExtensions = [] }) => [
    extension,
    ...otherExtensions,
  ]),
  ...Object.values(foreignTypes).flatMap(({ extensions = [] }) => extensions),
]);
