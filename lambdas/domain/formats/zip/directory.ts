// Where a ZIP's directory stands, and its entries in order (PKWARE APPNOTE 6.3, §4.3.12 to §4.3.16).
import { bytesExactly } from '../../bytes-in-words.ts';
import type { StoredBytes } from '../../stored-bytes.ts';
import { FormatError } from '../evidence.ts';
import { endWithoutPadding, hasMark, uint16, uint32, uint64 } from '../fields.ts';
import { readExactly } from '../reading.ts';
import { readEntry, SEE_ZIP64, type ZipEntry } from './entry.ts';

const END_BYTES = 22;
const END_64_BYTES = 56;
const LOCATOR_BYTES = 20;
const COMMENT_MAX_BYTES = 0xffff;
/** A larger directory is not read: it has some 300,000 entries. */
const DIRECTORY_MAX_BYTES = 32 * 1024 ** 2;
/** What a field of 16 bits holds when the true number stands in the ZIP64 record. */
const SEE_ZIP64_SHORT = 0xffff;

/** A directory and its place. */
export interface ZipDirectory {
  readonly entries: readonly ZipEntry[];
  /** Where it begins, in bytes from the start of the archive. */
  readonly start: number;
}

/** Reads the directory: the end record must be the file's last bytes, padding aside, and the directory right before it. */
export async function readDirectory(bytes: StoredBytes): Promise<ZipDirectory> {
  const place = await findDirectory(bytes);
  const { start, length, entries } = place;
  if (length > DIRECTORY_MAX_BYTES) {
    const detail = `The archive’s directory has ${bytesExactly(length)}, more than the ${bytesExactly(DIRECTORY_MAX_BYTES)} that can be checked.`;
    throw new FormatError('unreadable', detail);
  }
  const directory = await readExactly(bytes, start, length, 'archive’s directory');
  return { start, entries: readEntries(directory, entries) };
}

interface Place {
  readonly entries: number;
  readonly start: number;
  readonly length: number;
}

async function findDirectory(bytes: StoredBytes): Promise<Place> {
  const tailStart = Math.max(0, bytes.size - END_BYTES - COMMENT_MAX_BYTES - LOCATOR_BYTES);
  const tail = await bytes.read(tailStart, bytes.size - tailStart);
  const end = findEnd(tail);
  const short = {
    entries: uint16(tail, end + 10, 'little'),
    length: uint32(tail, end + 12, 'little'),
    start: uint32(tail, end + 16, 'little'),
  };
  const hasLocator = hasMark(tail, end - LOCATOR_BYTES, 'PK\x06\x07');
  const place = hasLocator
    ? await placeByZip64(bytes, uint64(tail, end - LOCATOR_BYTES + 8, 'little'), {
        short,
        locatorAt: tailStart + end - LOCATOR_BYTES,
      })
    : { ...short, endRecord: tailStart + end };
  const { start, length, endRecord } = place;
  if (start + length !== endRecord) {
    const detail = `The archive’s directory should end at byte ${endRecord}, but claims bytes ${start} to ${start + length}.`;
    throw new FormatError('contradictory', detail);
  }
  return place;
}

/** Line ends and NULs that transfers leave behind an archive; fewer than an end record has. */
const PADDING_MAX_BYTES = END_BYTES - 1;

/** The end record whose comment reaches to the end of the file, padding aside; none may stand in that comment. */
function findEnd(tail: Uint8Array): number {
  for (let at = tail.byteLength - END_BYTES; at >= 0; at -= 1) {
    if (tail[at] !== 0x50 || !hasMark(tail, at, 'PK\x05\x06')) continue;
    const commentEnd = at + END_BYTES + uint16(tail, at + 20, 'little');
    if (commentEnd > tail.byteLength || !isPadding(tail.subarray(commentEnd))) continue;
    checkComment(tail.subarray(at + END_BYTES));
    if (isSplit(tail, at)) {
      throw new FormatError('unreadable', 'The archive is one part of a split archive.');
    }
    return at;
  }
  throw new FormatError('truncated', 'The archive has no directory at its end.');
}

const isPadding = (rest: Uint8Array): boolean =>
  rest.byteLength <= PADDING_MAX_BYTES && endWithoutPadding(rest) === 0;

function checkComment(comment: Uint8Array): void {
  const text = Buffer.from(comment.buffer, comment.byteOffset, comment.byteLength);
  if (text.includes('PK\x05\x06', 0, 'latin1')) {
    throw new FormatError(
      'contradictory',
      'The archive’s comment holds the end of a second archive.',
    );
  }
}

/** Whether the end record names other disks than the first. */
const isSplit = (tail: Uint8Array, at: number): boolean =>
  [4, 6].some((field) => {
    const disk = uint16(tail, at + field, 'little');
    return disk !== 0 && disk !== SEE_ZIP64_SHORT;
  });

/** The place by the ZIP64 record, which must stand right before its locator and agree with the end record. */
async function placeByZip64(
  bytes: StoredBytes,
  at: number,
  { short, locatorAt }: { readonly short: Place; readonly locatorAt: number },
): Promise<Place & { readonly endRecord: number }> {
  const end = await readExactly(bytes, at, END_64_BYTES, 'archive’s end record');
  if (!hasMark(end, 0, 'PK\x06\x06') || at + 12 + uint64(end, 4, 'little') !== locatorAt) {
    throw new FormatError(
      'contradictory',
      'The archive’s ZIP64 end record is not where it should be.',
    );
  }
  const place = {
    entries: uint64(end, 32, 'little'),
    length: uint64(end, 40, 'little'),
    start: uint64(end, 48, 'little'),
  };
  const agrees =
    (short.entries === SEE_ZIP64_SHORT || short.entries === place.entries) &&
    (short.length === SEE_ZIP64 || short.length === place.length) &&
    (short.start === SEE_ZIP64 || short.start === place.start);
  if (!agrees) {
    throw new FormatError(
      'contradictory',
      'The archive’s two end records name different directories.',
    );
  }
  return { ...place, endRecord: at };
}

/** Reads the directory's entries one after the other; they must be as many as claimed, and fill it. */
function readEntries(bytes: Uint8Array, claimed: number): readonly ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  while (entries.length < claimed) {
    if (!hasMark(bytes, at, 'PK\x01\x02')) {
      const detail = `The archive claims ${claimed} entries, but its directory has ${entries.length}.`;
      throw new FormatError('contradictory', detail);
    }
    const { entry, next } = readEntry(bytes, at);
    entries.push(entry);
    at = next;
  }
  if (at !== bytes.byteLength) {
    const detail = `The archive claims ${claimed} entries, but its directory has more.`;
    throw new FormatError('contradictory', detail);
  }
  return entries;
}
