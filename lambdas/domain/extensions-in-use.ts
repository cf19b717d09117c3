// Which extensions have a meaning here, so that a type of an application's own cannot take one of them.
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
