// ZIP archives: the evidence of the directory, whether every entry agrees with it, and the kinds of the entries.

import { isOfficeType } from '../../content-types.ts';
import type { MeteredBytes, StoredBytes } from '../../stored-bytes.ts';
import { archiveName, programName } from '../archives/entry-kinds.ts';
import { contentKind } from '../content-kind.ts';
import { type ArchiveEvidence, FormatError } from '../evidence.ts';
import { hasMark } from '../fields.ts';
import { withFlaw } from '../reading.ts';
import { readDirectory } from './directory.ts';
import { isEncrypted, isFolder, type ZipEntry } from './entry.ts';
import {
  archiveKey,
  checkDuplicates,
  checkFolders,
  checkUnicodeNames,
  findUnsafeName,
} from './names.ts';
import { type PlacedEntry, placeEntries } from './places.ts';
import { unpackHead, unpackWhole } from './unpack.ts';
import { zipType } from './zip-type.ts';

/** Bytes of documents inside an archive that are opened to see that they are documents; in one, and in all. */
const DOCUMENT_MAX_BYTES = 16 * 1024 ** 2;
const DOCUMENTS_MAX_BYTES = 64 * 1024 ** 2;

/** Reads every entry's header and the first bytes of its content. */
export const inspectZip = (stored: MeteredBytes): Promise<ArchiveEvidence> =>
  withFlaw(async () => {
    const bytes = stored.whole();
    const { entries, start } = await readDirectory(bytes);
    const summary = summarise(entries);
    const checked = await withFlaw(async () => {
      checkNames(entries);
      return await countKinds(bytes, entries, start);
    });
    return { ...summary, ...checked };
  });

/** The evidence of the directory about the archive as a whole. */
export function summarise(entries: readonly ZipEntry[]): ArchiveEvidence {
  const unsafeName = findUnsafeName(entries);
  return {
    entries: entries.length,
    expandedBytes: entries.reduce((sum, { expandedBytes }) => sum + expandedBytes, 0),
    isEncrypted: entries.some(isEncrypted),
    nestedArchives: entries.filter(({ name }) => archiveName.test(name)).length,
    programs: entries.filter(({ name }) => programName.test(name)).length,
    ...(unsafeName !== undefined && { unsafeName: unsafeName.slice(0, 100) }),
  };
}

function checkNames(entries: readonly ZipEntry[]): void {
  checkDuplicates(entries, archiveKey);
  checkUnicodeNames(entries);
  checkFolders(entries);
  const names = new Set(entries.map(({ name }) => name.toLowerCase()));
  if (names.has('[content_types].xml') && names.has('mimetype')) {
    const detail =
      'The archive is an Office document to some programs and another document to others.';
    throw new FormatError('contradictory', detail);
  }
}

/** Counts archives and programs by their bytes as well as by their names. */
async function countKinds(
  bytes: StoredBytes,
  entries: readonly ZipEntry[],
  directoryStart: number,
): Promise<ArchiveEvidence> {
  let nestedArchives = 0;
  let programs = 0;
  let documentBytes = 0;
  for await (const entry of placeEntries(bytes, entries, directoryStart)) {
    const head = await headOf(bytes, entry);
    const kind = head && contentKind(head);
    let isArchive = kind === 'archive' || archiveName.test(entry.name);
    if (isArchive && head && mayBeDocument(head, entry)) {
      documentBytes += entry.expandedBytes;
      isArchive = documentBytes > DOCUMENTS_MAX_BYTES || !(await isDocument(bytes, entry));
    }
    if (isArchive) nestedArchives += 1;
    if (kind === 'program' || programName.test(entry.name)) programs += 1;
  }
  return { nestedArchives, programs };
}

const headOf = async (bytes: StoredBytes, entry: PlacedEntry): Promise<Uint8Array | undefined> =>
  isFolder(entry) || isEncrypted(entry) || entry.compressedBytes === 0
    ? undefined
    : await unpackHead(bytes, entry);

const mayBeDocument = (head: Uint8Array, { name, expandedBytes }: PlacedEntry): boolean =>
  hasMark(head, 0, 'PK\x03\x04') && !archiveName.test(name) && expandedBytes <= DOCUMENT_MAX_BYTES;

/** Whether a ZIP inside the archive is an office document or a book, which people do not see as archives. */
async function isDocument(bytes: StoredBytes, entry: PlacedEntry): Promise<boolean> {
  const content = await unpackWhole(bytes, entry);
  const type = await zipType({
    size: content.byteLength,
    read: async (start, length) => content.subarray(start, start + length),
  });
  return type !== undefined && (isOfficeType(type) || type === 'application/epub+zip');
}
