// Names of a ZIP's entries: which leave the folder they are unpacked into, and which are one name to some readers.
import { FormatError } from '../evidence.ts';
import { isEncrypted, isFolder, type ZipEntry } from './entry.ts';

const FILE_TYPE = 0o170000;
const REGULAR_FILE = 0o100000;
const FOLDER = 0o040000;

/** The first entry that would be written outside the folder it is unpacked into, or is a link or a device. */
export function findUnsafeName(entries: readonly ZipEntry[]): string | undefined {
  for (const entry of entries) {
    if (isSpecialFile(entry)) return entry.name;
    const unsafe = namesOf(entry).find(isUnsafeName);
    if (unsafe !== undefined) return unsafe;
  }
  return undefined;
}

const isSpecialFile = ({ mode, hasLinkField }: ZipEntry): boolean =>
  hasLinkField || ![0, REGULAR_FILE, FOLDER].includes(mode & FILE_TYPE);

/** Every name that some reader shows for an entry. */
const namesOf = ({ name, unicodeName }: ZipEntry): readonly string[] =>
  unicodeName === undefined ? [name] : [name, unicodeName];

/** Absolute, on another drive, with a NUL, or with a segment that leads upwards, in any spelling that a system resolves. */
export function isUnsafeName(name: string): boolean {
  return [name, name.normalize('NFKC'), withOverlongAscii(name)].some(
    (spelling) =>
      spelling.includes('\0') ||
      /^[/\\]|^[a-z]:/i.test(spelling) ||
      spelling.split(/[/\\]/).some(leadsUpwards),
  );
}

/** `..`, and with blanks or further dots, which Windows drops. */
const leadsUpwards = (segment: string): boolean =>
  segment.length >= 2 && segment.startsWith('..') && /^[. ]+$/.test(segment);

/** ASCII written in two bytes, as lenient decoders of UTF-8 accept it: C0 AE is a dot. */
const withOverlongAscii = (name: string): string =>
  name.replaceAll(/[\xc0\xc1][\x80-\xbf]/g, (pair) =>
    String.fromCharCode(((pair.charCodeAt(0) & 1) << 6) | (pair.charCodeAt(1) & 0x3f)),
  );

/** Two entries of one name, of which readers take either. */
export function checkDuplicates(
  entries: readonly ZipEntry[],
  keyOf: (name: string) => string,
): void {
  const seen = new Set<string>();
  for (const entry of entries) {
    for (const key of new Set(namesOf(entry).map(keyOf))) {
      if (seen.has(key)) {
        const name = JSON.stringify(entry.name.slice(0, 100));
        throw new FormatError('contradictory', `The archive has two entries named ${name}.`);
      }
      seen.add(key);
    }
  }
}

/** Names by which unpackers keep files apart. */
export const archiveKey = (name: string): string => name.replaceAll('\\', '/').normalize('NFC');

/** The Unicode path may write a name in full, but must not make another kind of file of it. */
export function checkUnicodeNames(entries: readonly ZipEntry[]): void {
  for (const { name, unicodeName } of entries) {
    if (unicodeName === undefined) continue;
    const isSameKind =
      extensionIn(name) === extensionIn(unicodeName) &&
      name.split('/').length === unicodeName.split('/').length;
    if (!isSameKind) {
      const detail = `The entry ${JSON.stringify(name.slice(0, 100))} has a second name of another kind.`;
      throw new FormatError('contradictory', detail);
    }
  }
}

/** The ASCII letters and digits behind the last dot, in lower case. */
const extensionIn = (name: string): string => {
  const dot = name.lastIndexOf('.');
  return dot < 0
    ? ''
    : name
        .slice(dot + 1)
        .toLowerCase()
        .replaceAll(/[^a-z0-9]/g, '');
};

/** A name that stands for a folder holds no data. */
export function checkFolders(entries: readonly ZipEntry[]): void {
  const filled = entries.find(
    (entry) => isFolder(entry) && entry.expandedBytes > 0 && !isEncrypted(entry),
  );
  if (filled) {
    const name = JSON.stringify(filled.name.slice(0, 100));
    throw new FormatError('contradictory', `The folder ${name} of the archive holds data.`);
  }
}
