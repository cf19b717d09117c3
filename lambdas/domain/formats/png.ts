// PNG and APNG: header, frames, metadata and end, chunk by chunk (PNG third edition, §5 and §11).
import { crc32 } from 'node:zlib';
import type { StoredBytes } from '../stored-bytes.ts';
import { FormatError, type ImageEvidence } from './evidence.ts';
import { type ExifEvidence, hasPlaceInXmp, readExif } from './exif.ts';
import { endWithoutPadding, hasMark, latin1, uint8, uint32 } from './fields.ts';
import { type Ends, readEnds, readExactly, withFlaw } from './reading.ts';

const SIGNATURE_BYTES = 8;
/** Length, type and CRC around a chunk's data. */
const CHUNK_OVERHEAD_BYTES = 12;
const EXIF_MAX_BYTES = 64 * 1024;
const endMark = Uint8Array.of(0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82);

/** Bit depths that each colour type may have (§11.2.1). */
const bitDepths: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/** Reads the headers of a PNG; walks a small one to its end, and requires the end mark of a larger one. */
export const inspectPng = (bytes: StoredBytes): Promise<ImageEvidence> =>
  withFlaw(async () => {
    const size = readHeader(await readExactly(bytes, 0, SIGNATURE_BYTES + 25, 'PNG header'));
    return { ...size, ...(await withFlaw(() => walk(bytes, size))) };
  });

interface Size {
  readonly width: number;
  readonly height: number;
}

function readHeader(head: Uint8Array): Size {
  if (latin1(head, 12) !== 'IHDR' || uint32(head, 8) !== 13) {
    throw new FormatError('contradictory', 'The PNG does not begin with its header chunk.');
  }
  if (crc32(head.subarray(12, 29)) !== uint32(head, 29)) {
    throw new FormatError('contradictory', 'The checksum of the PNG’s header is wrong.');
  }
  const width = uint32(head, 16);
  const height = uint32(head, 20);
  if (width === 0 || height === 0) {
    throw new FormatError('contradictory', `The PNG claims ${width} × ${height} pixels.`);
  }
  if (!bitDepths[uint8(head, 25)]?.includes(uint8(head, 24))) {
    throw new FormatError(
      'contradictory',
      'The PNG claims a colour type and bit depth that do not exist.',
    );
  }
  return { width, height };
}

async function walk(bytes: StoredBytes, size: Size): Promise<ImageEvidence> {
  const ends = await readEnds(bytes);
  let claimedFrames: number | undefined;
  let frameHeaders = 0;
  let exif: ExifEvidence = {};
  let place: ExifEvidence = {};
  let hasPixels = false;
  let hasEnd = false;
  let at = SIGNATURE_BYTES;
  for (;;) {
    const head = await readExactly(bytes, at, 8, 'PNG chunk');
    const length = uint32(head, 0);
    const type = latin1(head, 4);
    const end = at + CHUNK_OVERHEAD_BYTES + length;
    const data = (limit: number) =>
      readExactly(bytes, at + 8, Math.min(length, limit), `${type} chunk`);
    if (!/^[A-Za-z]{4}$/.test(type)) {
      throw new FormatError('contradictory', `What should be a PNG chunk at byte ${at} is none.`);
    }
    if (end > bytes.size) {
      throw new FormatError(
        'truncated',
        `The ${type} chunk at byte ${at} lacks its last ${end - bytes.size} bytes.`,
      );
    }
    if (type === 'acTL') claimedFrames = uint32(await data(8), 0);
    if (type === 'fcTL') {
      checkFrame(await data(26), size);
      frameHeaders += 1;
    }
    if (type === 'eXIf') exif = readExif(await data(EXIF_MAX_BYTES));
    if (type === 'iTXt' && hasPlaceIn(ends.head.subarray(at + 8, end))) place = { hasGps: true };
    if (type === 'IDAT') hasPixels = true;
    if (type === 'IHDR' && at !== SIGNATURE_BYTES) {
      throw new FormatError('contradictory', `The PNG has a second header at byte ${at}.`);
    }
    at = end;
    hasEnd = type === 'IEND';
    // From its pixels on a large file holds nothing but pixels, frames and its end.
    if (hasEnd || (hasPixels && at > ends.head.byteLength)) break;
  }
  if (!hasPixels) throw new FormatError('contradictory', 'The PNG has no pixels.');
  const isCounted = hasEnd && claimedFrames !== undefined;
  if (claimedFrames === 0 || (isCounted && claimedFrames !== frameHeaders)) {
    const detail = `The animation claims ${claimedFrames} frames and has ${frameHeaders}.`;
    throw new FormatError('contradictory', detail);
  }
  const trailingBytes = hasEnd ? trailingAfter(ends, at) : trailingInTail(ends);
  return { frames: claimedFrames ?? 1, ...exif, ...place, trailingBytes };
}

/** Whether a text is XMP with a place; only those in the head are read, where programs write them (§11.3.3.4; XMP part 3 §1.1.5). */
const hasPlaceIn = (text: Uint8Array): boolean =>
  hasMark(text, 0, 'XML:com.adobe.xmp\0') && hasPlaceInXmp(text);

function checkFrame(control: Uint8Array, { width, height }: Size): void {
  const right = uint32(control, 4) + uint32(control, 12);
  const bottom = uint32(control, 8) + uint32(control, 16);
  if (right > width || bottom > height) {
    const detail = `A frame reaches to ${right} × ${bottom} in a picture of ${width} × ${height}.`;
    throw new FormatError('contradictory', detail);
  }
}

const trailingAfter = ({ tail, tailStart }: Ends, end: number): number =>
  Math.max(0, tailStart + endWithoutPadding(tail) - end);

function trailingInTail({ tail }: Ends): number {
  const mark = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength).lastIndexOf(endMark);
  if (mark < 0) {
    throw new FormatError(
      'truncated',
      'The PNG’s end mark is missing in the last 64 KiB of the file.',
    );
  }
  return Math.max(0, endWithoutPadding(tail) - mark - endMark.length);
}
