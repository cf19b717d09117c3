// Where a ZIP's directory stands and what its entries claim (PKWARE APPNOTE 6.3, §4.3.12 to §4.5.3).
import type { StoredBytes } from '../stored-bytes.ts';
import { Flawed } from './evidence.ts';
import { hasMark, uint16, uint32, uint64 } from './fields.ts';
import { readExactly } from './reading.ts';

const END_BYTES = 22;
const END_64_BYTES = 56;
const LOCATOR_BYTES = 20;
const ENTRY_BYTES = 46;
/** Before an entry's data: the header that repeats what the directory says of it. */
export const LOCAL_HEADER_BYTES = 30;
const COMMENT_MAX_BYTES = 0xffff;
/** A directory larger than this is not read: some eight thousand entries with names of usual length. */
const DIRECTORY_MAX_BYTES = 768 * 1024;
/** What a field of 32 bits holds when the true number stands in a ZIP64 field. */
const SEE_64 = 0xffffffff;
const ZIP64_EXTRA = 0x0001;

/** The directory's place by the end record, and the end record's by the file's end. */
export interface ZipDirectory {
  readonly entries: number;
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** An entry as the directory claims it. */
export interface ZipEntry {
  readonly name: string;
  readonly flags: number;
  /** How the data is packed: 0 not at all, 8 DEFLATE. */
  readonly method: number;
  readonly compressedBytes: number;
  readonly expandedBytes: number;
  /** Where its own header stands, before its data. */
  readonly start: number;
  /** Unix mode, zero where another system wrote the entry. */
  readonly mode: number;
}

/** Finds and reads the directory: the end record must be the file's last bytes, and the directory right before it. */
export async function readDirectory(bytes: StoredBytes): Promise<ZipDirectory> {
  const tailStart = Math.max(0, bytes.size - END_BYTES - COMMENT_MAX_BYTES - LOCATOR_BYTES);
  const tail = await bytes.read(tailStart, bytes.size - tailStart);
  const end = findEnd(tail);
  const place = placeOf(tail, end);
  const is64 = hasMark(tail, end - LOCATOR_BYTES, 'PK\x06\x07');
  const { entries, length, start, endRecord } = is64
    ? await place64(bytes, uint64(tail, end - LOCATOR_BYTES + 8, 'little'))
    : { ...place, endRecord: tailStart + end };
  if (start + length !== endRecord) {
    const detail = `The archive’s directory should end at byte ${endRecord}, but claims bytes ${start} to ${start + length}.`;
    throw new Flawed('contradictory', detail);
  }
  if (length > DIRECTORY_MAX_BYTES) {
    const detail = `The archive’s directory has ${length} bytes, more than the ${DIRECTORY_MAX_BYTES} that can be checked.`;
    throw new Flawed('unreadable', detail);
  }
  return { entries, start, bytes: await readExactly(bytes, start, length, 'archive’s directory') };
}

/** The last end record whose comment reaches exactly to the end of the file. */
function findEnd(tail: Uint8Array): number {
  for (let at = tail.byteLength - END_BYTES; at >= 0; at -= 1) {
    const isEnd = tail[at] === 0x50 && hasMark(tail, at, 'PK\x05\x06');
    if (isEnd && at + END_BYTES + uint16(tail, at + 20, 'little') === tail.byteLength) return at;
  }
  throw new Flawed('truncated', 'The archive has no directory at its end.');
}

const placeOf = (tail: Uint8Array, at: number) => ({
  entries: uint16(tail, at + 10, 'little'),
  length: uint32(tail, at + 12, 'little'),
  start: uint32(tail, at + 16, 'little'),
});

async function place64(bytes: StoredBytes, at: number) {
  const end = await readExactly(bytes, at, END_64_BYTES, 'archive’s end record');
  if (!hasMark(end, 0, 'PK\x06\x06')) {
    throw new Flawed('contradictory', 'The archive’s ZIP64 end record is not where it should be.');
  }
  return {
    entries: uint64(end, 32, 'little'),
    length: uint64(end, 40, 'little'),
    start: uint64(end, 48, 'little'),
    endRecord: at,
  };
}

/** Reads the directory's entries one after the other; they must be as many as claimed, and fill it. */
export function* entriesOf({ entries, bytes }: ZipDirectory): Generator<ZipEntry> {
  let at = 0;
  for (let index = 0; index < entries; index += 1) {
    if (!hasMark(bytes, at, 'PK\x01\x02')) {
      const detail = `The archive claims ${entries} entries, but its directory has ${index}.`;
      throw new Flawed('contradictory', detail);
    }
    const nameBytes = uint16(bytes, at + 28, 'little');
    const extraBytes = uint16(bytes, at + 30, 'little');
    const nameAt = at + ENTRY_BYTES;
    const next = nameAt + nameBytes + extraBytes + uint16(bytes, at + 32, 'little');
    if (next > bytes.byteLength) {
      throw new Flawed(
        'truncated',
        `Entry ${index + 1} runs past the end of the archive’s directory.`,
      );
    }
    const extra = bytes.subarray(nameAt + nameBytes, nameAt + nameBytes + extraBytes);
    yield readEntry(bytes, at, bytes.subarray(nameAt, nameAt + nameBytes), extra);
    at = next;
  }
  if (at !== bytes.byteLength) {
    const detail = `The archive claims ${entries} entries, but its directory goes on after them.`;
    throw new Flawed('contradictory', detail);
  }
}

function readEntry(bytes: Uint8Array, at: number, name: Uint8Array, extra: Uint8Array): ZipEntry {
  const short = {
    expandedBytes: uint32(bytes, at + 24, 'little'),
    compressedBytes: uint32(bytes, at + 20, 'little'),
    start: uint32(bytes, at + 42, 'little'),
  };
  const isUnix = uint16(bytes, at + 4, 'little') >>> 8 === 3;
  return {
    name: new TextDecoder().decode(name),
    flags: uint16(bytes, at + 8, 'little'),
    method: uint16(bytes, at + 10, 'little'),
    mode: isUnix ? uint32(bytes, at + 38, 'little') >>> 16 : 0,
    ...widen(short, extra),
  };
}

type Sizes = Pick<ZipEntry, 'expandedBytes' | 'compressedBytes' | 'start'>;

/** Takes what does not fit its field from the ZIP64 extra field, which has only those, in this order (§4.5.3). */
function widen(short: Sizes, extra: Uint8Array): Sizes {
  const isShort = Object.values(short).every((value) => value !== SEE_64);
  let at = isShort ? -1 : findExtra(extra);
  if (at < 0) return short;
  const take = (value: number): number => {
    if (value !== SEE_64) return value;
    at += 8;
    return uint64(extra, at - 8, 'little');
  };
  const expandedBytes = take(short.expandedBytes);
  const compressedBytes = take(short.compressedBytes);
  return { expandedBytes, compressedBytes, start: take(short.start) };
}

function findExtra(extra: Uint8Array): number {
  for (let at = 0; at + 4 <= extra.byteLength; at += 4 + uint16(extra, at + 2, 'little')) {
    if (uint16(extra, at, 'little') === ZIP64_EXTRA) return at + 4;
  }
  return -1;
}
