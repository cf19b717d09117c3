// Recognises data that cameras append to a JPEG and announce: further pictures, Samsung's notes, and the film of a motion photo.
import type { StoredBytes } from '../stored-bytes.ts';
import { FormatError } from './evidence.ts';
import { endWithoutPadding, hasMark, uint16, uint32 } from './fields.ts';

/** The metadata of a JPEG that may announce data behind the image. */
export interface JpegMetadata {
  /** The index of a multi-picture file (CIPA DC-007), and where it stands, which its offsets count from. */
  multiPicture?: { readonly at: number; readonly block: Uint8Array };
  /** All XMP, one byte a character. */
  xmp: string;
}

const START_OF_IMAGE = '\xff\xd8';
const END_OF_IMAGE = '\xff\xd9';
const PADDING_MAX_BYTES = 32 * 1024;
const PICTURES_MAX = 8;
const MP_ENTRIES = 0xb002;
const MP_ENTRY_BYTES = 16;
const SAMSUNG_ENTRY_BYTES = 12;
const SAMSUNG_DIRECTORY_MAX_BYTES = 4096;

/**
 * Where announced data begins, if every byte from there to the end is announced and an image ends right before it; otherwise the
 * end of the file. An announcement that is wrong does not count.
 */
export async function announcedFrom(bytes: StoredBytes, metadata: JpegMetadata): Promise<number> {
  let from = await beforePadding(bytes, bytes.size);
  from = (await ifSound(() => samsungFrom(bytes, from))) ?? from;
  from = (await ifSound(() => filmFrom(bytes, metadata.xmp))) ?? from;
  from = (await ifSound(() => picturesFrom(bytes, metadata.multiPicture, from))) ?? from;
  from = await beforePadding(bytes, from);
  return from >= 4 && hasMark(await bytes.read(from - 2, 2), 0, END_OF_IMAGE) ? from : bytes.size;
}

async function ifSound<Found>(read: () => Promise<Found>): Promise<Found | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/** Where the bytes before `end` stop being padding; cameras fill up to blocks of up to 32 KiB. */
async function beforePadding(bytes: StoredBytes, end: number): Promise<number> {
  const start = Math.max(0, end - PADDING_MAX_BYTES);
  return start + endWithoutPadding(await bytes.read(start, end - start));
}

/** Samsung's trailer: blocks, a directory `SEFH` that counts back to them, its length, and `SEFT` at the very end. */
async function samsungFrom(bytes: StoredBytes, end: number): Promise<number | undefined> {
  const last = await bytes.read(Math.max(0, end - 8), 8);
  if (!hasMark(last, 4, 'SEFT')) return undefined;
  const length = uint32(last, 0, 'little');
  const start = end - 8 - length;
  if (length < 12 || length > SAMSUNG_DIRECTORY_MAX_BYTES || start < 0) return undefined;
  const directory = await bytes.read(start, length);
  const count = uint32(directory, 8, 'little');
  if (!hasMark(directory, 0, 'SEFH') || 12 + count * SAMSUNG_ENTRY_BYTES > length) return undefined;
  const offsets = Array.from({ length: count }, (_, index) =>
    uint32(directory, 12 + index * SAMSUNG_ENTRY_BYTES + 4, 'little'),
  );
  return start - Math.max(0, ...offsets);
}

/** The first element of the XMP that has the attribute, without its brackets; empty if none has. */
function elementWith(attribute: string, xmp: string): string {
  const at = xmp.indexOf(attribute);
  if (at < 0) return '';
  const end = xmp.indexOf('>', at);
  return xmp.slice(xmp.lastIndexOf('<', at) + 1, end < 0 ? xmp.length : end);
}

/** The film of a motion photo: its XMP says how many bytes before the end of the file it begins. */
async function filmFrom(bytes: StoredBytes, xmp: string): Promise<number | undefined> {
  const length =
    /MicroVideoOffset="(\d{1,15})"/.exec(xmp)?.[1] ??
    /Item:Length="(\d{1,15})"/.exec(elementWith('Semantic="MotionPhoto"', xmp))?.[1];
  if (length === undefined) return undefined;
  const start = bytes.size - Number(length);
  return start > 0 && hasMark(await bytes.read(start, 8), 4, 'ftyp') ? start : undefined;
}

/** Further pictures of a multi-picture file, if they reach up to `end` with nothing but padding between them. */
async function picturesFrom(
  bytes: StoredBytes,
  index: JpegMetadata['multiPicture'],
  end: number,
): Promise<number | undefined> {
  if (!index) return undefined;
  const pictures = picturesOf(index.block)
    .filter(({ offset }) => offset > 0)
    .map(({ offset, length }) => ({ start: index.at + offset, end: index.at + offset + length }))
    .sort((a, b) => b.start - a.start);
  let from = end;
  for (const picture of pictures) {
    const isNext = picture.end <= from && (await beforePadding(bytes, from)) <= picture.end;
    if (!isNext || !hasMark(await bytes.read(picture.start, 2), 0, START_OF_IMAGE))
      return undefined;
    from = picture.start;
  }
  return from;
}

function picturesOf(block: Uint8Array): { readonly offset: number; readonly length: number }[] {
  const endian = hasMark(block, 0, 'II') ? 'little' : 'big';
  const directory = uint32(block, 4, endian);
  const tags = Array.from(
    { length: uint16(block, directory, endian) },
    (_, index) => directory + 2 + 12 * index,
  );
  const entries = tags.find((at) => uint16(block, at, endian) === MP_ENTRIES);
  if (entries === undefined) return [];
  const start = uint32(block, entries + 8, endian);
  const count = Math.floor(uint32(block, entries + 4, endian) / MP_ENTRY_BYTES);
  return Array.from({ length: Math.min(count, PICTURES_MAX) }, (_, index) => ({
    length: uint32(block, start + index * MP_ENTRY_BYTES + 4, endian),
    offset: uint32(block, start + index * MP_ENTRY_BYTES + 8, endian),
  }));
}
