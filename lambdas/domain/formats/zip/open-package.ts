// Opens a ZIP that is a document: its directory, checked for what no document has.
import { bytesExactly } from '../../bytes-in-words.ts';
import type { StoredBytes } from '../../stored-bytes.ts';
import { type ArchiveEvidence, FormatError } from '../evidence.ts';
import { withFlaw } from '../reading.ts';
import { readDirectory, type ZipDirectory } from './directory.ts';
import type { ZipEntry } from './entry.ts';
import { summarise } from './inspect-zip.ts';
import { checkDuplicates, checkFolders } from './names.ts';

/** Below so many bytes unpacked any ratio is read. */
const RATIO_FROM_BYTES = 10 * 1024 ** 2;
/** Bytes unpacked for each byte packed that are read at most. */
const RATIO_MAX = 200;

/** What the directory claims; without `directory` it has a flaw, and its parts must not be read. */
export interface OpenedPackage {
  readonly archive: ArchiveEvidence;
  readonly directory?: ZipDirectory | undefined;
}

/** Reads the directory; `keyOf` is the form in which the format compares names. */
export async function openPackage(
  bytes: StoredBytes,
  keyOf: (name: string) => string,
): Promise<OpenedPackage> {
  const directory = await withFlaw(() => readDirectory(bytes));
  if ('flaw' in directory) return { archive: { flaw: directory.flaw } };
  // Packages inside are judged as parts of the document, by their bytes.
  const archive = { ...summarise(directory.entries), nestedArchives: 0, programs: 0 };
  const checked = await withFlaw(async () => {
    check(bytes.size, directory.entries, archive.expandedBytes ?? 0, keyOf);
    return {};
  });
  return 'flaw' in checked ? { archive: { ...archive, ...checked } } : { archive, directory };
}

function check(
  size: number,
  entries: readonly ZipEntry[],
  expandedBytes: number,
  keyOf: (name: string) => string,
): void {
  checkDuplicates(entries, keyOf);
  checkFolders(entries);
  const renamed = entries.find(({ unicodeName }) => unicodeName !== undefined);
  if (renamed) {
    const detail = `Its part ${JSON.stringify(renamed.name.slice(0, 100))} has a second name.`;
    throw new FormatError('contradictory', detail);
  }
  if (expandedBytes > RATIO_FROM_BYTES && expandedBytes > RATIO_MAX * size) {
    const detail = `Its parts claim ${bytesExactly(expandedBytes)} unpacked, more than the ${RATIO_MAX} bytes for each byte packed that can be checked.`;
    throw new FormatError('unreadable', detail);
  }
}
