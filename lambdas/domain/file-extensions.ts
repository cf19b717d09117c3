// The extensions of each type: those that a download may be saved with, and the type that an upload's name suggests.
import { canonicalType } from './content-types.ts';
import { knownTypes } from './known-types.ts';

/** Extension for saving a file of an unknown type: no system has a program for it. */
const OPAQUE_EXTENSION = '.bin';

/** Every extension that a file of this type, by any of its names, may be saved with; the type's own is the first. */
export function extensionsOf(type: string): readonly [string, ...string[]] {
  const name = canonicalType(type);
  const own = knownTypes[name]?.extension ?? OPAQUE_EXTENSION;
  return [own, ...(knownTypes[name]?.otherExtensions ?? [])];
}

const typeByExtension: ReadonlyMap<string, string> = new Map([
  ...Object.entries(knownTypes).flatMap(([type, { otherExtensions = [] }]) =>
    otherExtensions.map((extension) => [extension, type] as const),
  ),
  // An extension belongs first to the type that has it as its own, then to a type that has it as a further one.
  ...Object.entries(knownTypes).map(([type, { extension }]) => [extension, type] as const),
]);

/** The last extension of a filename with its dot, its Latin letters in lower case; empty where there is none. */
export function extensionIn(filename: string): string {
  const dot = filename.lastIndexOf('.');
  if (dot === -1 || dot === filename.length - 1) return '';
  // `toLowerCase` makes Latin letters of others, such as of the Kelvin sign.
  return filename.slice(dot).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** The canonical type that the last extension of a filename suggests. */
export const typeByName = (filename: string): string | undefined =>
  typeByExtension.get(extensionIn(filename));
