// ZIP, and office documents and books, which are ZIPs: what the directory claims, without unpacking anything.
import type { StoredBytes } from '../stored-bytes.ts';
import { type ArchiveEvidence, Flawed } from './evidence.ts';
import { hasMark, uint16 } from './fields.ts';
import { readExactly, WHOLE_MAX_BYTES, withFlaw } from './reading.ts';
import { entriesOf, LOCAL_HEADER_BYTES, readDirectory, type ZipEntry } from './zip-directory.ts';

const ENCRYPTED = 0x0001;
const SYMBOLIC_LINK = 0o120000;
const FILE_TYPE = 0o170000;
const archiveName =
  /\.(?:zip|jar|war|ear|apk|7z|rar|gz|tgz|bz2|tbz2?|xz|txz|zst|lz4?|lzma|tar|cab|iso|dmg|arj|cpio)$/i;
/** Where office programs keep macros, controls and packaged objects: VBA, Excel 4 sheets, and OpenDocument's Basic and scripts. */
export const macroName =
  /(?:^|\/)vbaProject\.bin$|(?:^|\/)vbaData\.xml$|^xl\/macrosheets\/|\/activeX\/|\/embeddings\/oleObject[^/]*$|^Basic\/|^Scripts\//i;

const programName = /\.(?:exe|dll|scr|com|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|lnk|jar|class)$/i;

/**
 * Reads the directory at the end; the claims of a directory that cannot be trusted are a flaw. `lookInto` adds what
 * the entries themselves show, once their places are sound.
 */
export const inspectZip = (
  bytes: StoredBytes,
  lookInto: (entries: readonly ZipEntry[]) => Promise<ArchiveEvidence> = async () => ({}),
): Promise<ArchiveEvidence> =>
  withFlaw(async () => {
    const directory = await readDirectory(bytes);
    const entries = [...entriesOf(directory)];
    const summary = summarise(entries);
    const checked = await withFlaw(async () => {
      await checkPlaces(bytes, entries, directory.start);
      return await lookInto(entries);
    });
    return { ...summary, ...checked };
  });

function summarise(entries: readonly ZipEntry[]): ArchiveEvidence {
  const unsafe = entries.find(isUnsafe);
  return {
    entries: entries.length,
    expandedBytes: entries.reduce((sum, { expandedBytes }) => sum + expandedBytes, 0),
    isEncrypted: entries.some(({ flags }) => (flags & ENCRYPTED) !== 0),
    nestedArchives: entries.filter(({ name }) => archiveName.test(name)).length,
    programs: entries.filter(({ name }) => programName.test(name)).length,
    ...(unsafe && { unsafeName: unsafe.name.slice(0, 100) }),
  };
}

/** A name that leaves the folder it is unpacked into, or a link that may point out of it. */
const isUnsafe = ({ name, mode }: ZipEntry): boolean =>
  name.includes('\0') ||
  /^[/\\]|^[a-z]:/i.test(name) ||
  name.split(/[/\\]/).includes('..') ||
  (mode & FILE_TYPE) === SYMBOLIC_LINK;

/** Entries must follow each other from the first byte: overlapping ones are how a small file claims a huge content. */
async function checkPlaces(
  bytes: StoredBytes,
  entries: readonly ZipEntry[],
  directoryStart: number,
): Promise<void> {
  const inOrder = [...entries].sort((a, b) => a.start - b.start);
  const first = inOrder[0];
  if (!first) return;
  if (first.start !== 0) {
    const detail = `The archive begins with ${first.start} bytes that belong to no entry.`;
    throw new Flawed('contradictory', detail);
  }
  let free = 0;
  for (const entry of inOrder) {
    if (entry.start < free) throw damaged(entry, 'overlaps the one before it');
    // DEFLATE never makes more than a few bytes more of what it cannot pack.
    if (entry.compressedBytes > entry.expandedBytes * 1.01 + 64) {
      throw damaged(
        entry,
        `claims ${entry.expandedBytes} bytes, packed into ${entry.compressedBytes}`,
      );
    }
    free = entry.start + LOCAL_HEADER_BYTES + entry.compressedBytes;
  }
  if (free > directoryStart) {
    throw new Flawed('contradictory', 'The archive’s entries claim more bytes than are there.');
  }
  await checkHeaders(bytes, inOrder);
}

/** Compares names before the data with those in the directory: of a small archive all, of a large one the first. */
async function checkHeaders(bytes: StoredBytes, entries: readonly ZipEntry[]): Promise<void> {
  const isSmall = bytes.size <= WHOLE_MAX_BYTES;
  if (isSmall) await bytes.read(0, bytes.size);
  for (const entry of isSmall ? entries : entries.slice(0, 1)) {
    const header = await readExactly(bytes, entry.start, LOCAL_HEADER_BYTES, 'archive’s entry');
    if (!hasMark(header, 0, 'PK\x03\x04')) throw damaged(entry, 'is not where the directory says');
    const nameBytes = uint16(header, 26, 'little');
    const name = await bytes.read(entry.start + LOCAL_HEADER_BYTES, nameBytes);
    if (new TextDecoder().decode(name) !== entry.name) {
      throw damaged(entry, 'has another name before its data');
    }
  }
}

const damaged = ({ name }: ZipEntry, what: string): Flawed =>
  new Flawed('contradictory', `The entry ${JSON.stringify(name.slice(0, 100))} ${what}.`);
