// Whether a ZIP's entries fill it from the first byte to the directory, and each header agrees with the directory.
import type { StoredBytes } from '../../stored-bytes.ts';
import { FormatError } from '../evidence.ts';
import { hasMark, uint16, uint32, uint64 } from '../fields.ts';
import { readExactly } from '../reading.ts';
import {
  hasDescriptor,
  isLink,
  readExtraFields,
  SEE_ZIP64,
  UNICODE_PATH_FIELD,
  unicodePath,
  type ZipEntry,
} from './entry.ts';

/** Bytes of the header before an entry's data, without name and extra field (APPNOTE 6.3, §4.3.7). */
const LOCAL_HEADER_BYTES = 30;
const ZIP64_FIELD = 0x0001;
/** Zeros between two entries, as programs write that align data. */
const PADDING_MAX_BYTES = 64 * 1024;

/** Bytes by which packing may enlarge an entry beyond one in a hundred. */
const PACKING_MAX_BYTES = 512;

/** An entry whose header was compared with the directory. */
export interface PlacedEntry extends ZipEntry {
  /** Where its packed data begins. */
  readonly dataStart: number;
}

/** Entries in the order in which they stand. */
export const inOrder = (entries: readonly ZipEntry[]): readonly ZipEntry[] =>
  [...entries].sort((a, b) => a.start - b.start);

/**
 * Compares every header with the directory and yields the entries in the order in which they stand; overlapping entries
 * are how a small file claims a huge content, and bytes of no entry are where a second file hides.
 */
export async function* placeEntries(
  bytes: StoredBytes,
  entries: readonly ZipEntry[],
  directoryStart: number,
): AsyncGenerator<PlacedEntry> {
  const ordered = inOrder(entries);
  let free = 0;
  for (const [index, entry] of ordered.entries()) {
    if (entry.start < free) throw damaged(entry, 'overlaps the one before it');
    await checkGap(bytes, free, entry.start);
    const placed = await placeEntry(bytes, entry);
    const dataEnd = placed.dataStart + entry.compressedBytes;
    const next = ordered[index + 1]?.start ?? directoryStart;
    if (dataEnd > next) {
      throw next === directoryStart
        ? new FormatError('contradictory', 'The archive’s entries claim more bytes than are there.')
        : damaged(ordered[index + 1] ?? entry, 'overlaps the one before it');
    }
    free = dataEnd + (hasDescriptor(entry) ? await descriptorBytes(bytes, entry, dataEnd) : 0);
    yield placed;
  }
  await checkGap(bytes, free, directoryStart);
}

/** Between two entries nothing but zeros may stand. */
async function checkGap(bytes: StoredBytes, from: number, to: number): Promise<void> {
  if (to <= from) return;
  const isPadding =
    from > 0 && to - from <= PADDING_MAX_BYTES && isZero(await bytes.read(from, to - from));
  if (!isPadding) {
    const where = from === 0 ? 'begins with' : `has at byte ${from}`;
    const detail = `The archive ${where} ${to - from} bytes that belong to no entry.`;
    throw new FormatError('contradictory', detail);
  }
}

const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

/** Compares the header before an entry's data with the directory. */
export async function placeEntry(bytes: StoredBytes, entry: ZipEntry): Promise<PlacedEntry> {
  // DEFLATE makes little more of what it cannot pack; programs that flush often add some hundred bytes.
  if (entry.compressedBytes > entry.expandedBytes * 1.01 + PACKING_MAX_BYTES) {
    throw damaged(
      entry,
      `claims ${entry.expandedBytes} bytes, packed into ${entry.compressedBytes}`,
    );
  }
  const header = await readExactly(bytes, entry.start, LOCAL_HEADER_BYTES, 'archive’s entry');
  if (!hasMark(header, 0, 'PK\x03\x04')) throw damaged(entry, 'is not where the directory says');
  const nameBytes = uint16(header, 26, 'little');
  const extraBytes = uint16(header, 28, 'little');
  const variable = await readExactly(
    bytes,
    entry.start + LOCAL_HEADER_BYTES,
    nameBytes + extraBytes,
    'archive’s entry',
  );
  if (Buffer.compare(variable.subarray(0, nameBytes), entry.rawName) !== 0) {
    throw damaged(entry, 'has another name before its data');
  }
  const extra = readExtraFields(variable.subarray(nameBytes));
  checkHeader(header, extra, entry);
  checkExtra(extra, entry);
  return { ...entry, dataStart: entry.start + LOCAL_HEADER_BYTES + nameBytes + extraBytes };
}

const UTF8_NAME = 0x0800;
/** Flags that say how the data is read; the others are hints to the packer. */
const DECISIVE_FLAGS = 0x0001 | 0x0008 | 0x0040 | 0x2000;

/** In names of ASCII the flag for UTF-8 changes nothing. */
const decisiveFlags = (rawName: Uint8Array): number =>
  rawName.every((byte) => byte < 0x80) ? DECISIVE_FLAGS : DECISIVE_FLAGS | UTF8_NAME;

/** Method, flags, checksum and sizes before the data must be those of the directory, or absent where they follow the data. */
function checkHeader(
  header: Uint8Array,
  extra: ReadonlyMap<number, Uint8Array>,
  entry: ZipEntry,
): void {
  const flags = uint16(header, 6, 'little');
  if (((flags ^ entry.flags) & decisiveFlags(entry.rawName)) !== 0) {
    throw damaged(entry, 'has other flags before its data than in the directory');
  }
  if (uint16(header, 8, 'little') !== entry.method) {
    throw damaged(entry, 'is packed in another way than the directory says');
  }
  const zip64 = extra.get(ZIP64_FIELD);
  const wide = (value: number, at: number): number =>
    value === SEE_ZIP64 && zip64 && zip64.byteLength >= at + 8
      ? uint64(zip64, at, 'little')
      : value;
  const mayBeAbsent = hasDescriptor(entry);
  const claims = [
    [uint32(header, 14, 'little'), entry.crc],
    [wide(uint32(header, 18, 'little'), 8), entry.compressedBytes],
    [wide(uint32(header, 22, 'little'), 0), entry.expandedBytes],
  ] as const;
  if (claims.some(([here, there]) => here !== there && !(mayBeAbsent && isAbsent(here)))) {
    throw damaged(entry, 'has another size or checksum before its data than in the directory');
  }
}

/** Readers of streams know only the fields before the data: those must not rename an entry or make a link of it. */
function checkExtra(extra: ReadonlyMap<number, Uint8Array>, entry: ZipEntry): void {
  const name = unicodePath(extra.get(UNICODE_PATH_FIELD), entry.rawName);
  if (name !== undefined && name !== (entry.unicodeName ?? entry.name)) {
    throw damaged(entry, 'has a second name before its data');
  }
  if (isLink(extra)) throw damaged(entry, 'is a link before its data');
}

const isAbsent = (value: number): boolean => value === 0 || value === SEE_ZIP64;

/** Bytes of the record behind the data: checksum and sizes, of 32 or 64 bits, with a mark or without (APPNOTE 6.3, §4.3.9). */
async function descriptorBytes(bytes: StoredBytes, entry: ZipEntry, at: number): Promise<number> {
  const record = await bytes.read(at, 24);
  const begin = hasMark(record, 0, 'PK\x07\x08') ? 4 : 0;
  for (const from of new Set([begin, 0])) {
    if (record.byteLength < from + 12 || uint32(record, from, 'little') !== entry.crc) continue;
    const short = [uint32(record, from + 4, 'little'), uint32(record, from + 8, 'little')];
    if (short[0] === entry.compressedBytes && short[1] === entry.expandedBytes) return from + 12;
    if (record.byteLength < from + 20) continue;
    const wide = [uint64(record, from + 4, 'little'), uint64(record, from + 12, 'little')];
    if (wide[0] === entry.compressedBytes && wide[1] === entry.expandedBytes) return from + 20;
  }
  throw damaged(entry, 'lacks the sizes that should follow its data');
}

/** A flaw of one entry. */
export const damaged = ({ name }: Pick<ZipEntry, 'name'>, what: string): FormatError =>
  new FormatError('contradictory', `The entry ${JSON.stringify(name.slice(0, 100))} ${what}.`);
