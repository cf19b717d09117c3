// JPEG: frame header, EXIF and end, segment by segment (ITU T.81, annex B).
import type { StoredBytes } from '../stored-bytes.ts';
import { FormatError, type ImageEvidence } from './evidence.ts';
import { type ExifEvidence, hasPlaceInXmp, readExif } from './exif.ts';
import { endWithoutPadding, hasMark, uint8, uint16 } from './fields.ts';
import { isSlack } from './jpeg-slack.ts';
import { announcedFrom, type JpegMetadata } from './jpeg-trailers.ts';
import { type Ends, readEnds, readExactly, withFlaw } from './reading.ts';

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
const endMark = Uint8Array.of(0xff, END_OF_IMAGE);
const APP1 = 0xe1;
const APP2 = 0xe2;
/** Fill bytes count as segments here; a camera writes some twenty, and fifteen of them for a long colour profile. */
const MAX_SEGMENTS = 4096;
/** How much is read at once behind the head, where up to half a megabyte of depth maps and colour profiles may stand. */
const STRIDE_BYTES = 128 * 1024;
/** Each scan of a progressive JPEG is a pass over all pixels; programs draw some ten. */
const MAX_SCANS = 500;
/** SOF0 to SOF15, but for the tables and the reserved code that lie between them (table B.1). */
const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
/** Markers without a length: TEM and the restarts. */
const standsAlone = (marker: number): boolean =>
  marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Segments extends JpegMetadata {
  size?: Size;
  exif: ExifEvidence;
  /** Where the image ends; unknown in a file too large to be walked. */
  end?: number;
}

/** Reads the headers of a JPEG; walks a small one to its end, and requires the end mark of a larger one. */
export async function inspectJpeg(bytes: StoredBytes): Promise<ImageEvidence> {
  const segments: Segments = { exif: {}, xmp: '' };
  const rest = await withFlaw(async () => {
    const ends = await readEnds(bytes);
    await walk(bytes, ends, segments);
    if (!segments.size) throw new FormatError('contradictory', 'The JPEG has no frame header.');
    const announced = await announcedFrom(bytes, segments);
    return { trailingBytes: trailing(ends, segments.end, announced) };
  });
  return { ...segments.size, ...(segments.size && { frames: 1 }), ...segments.exif, ...rest };
}

async function walk(bytes: StoredBytes, ends: Ends, found: Segments): Promise<void> {
  let at = 2;
  let scans = 0;
  for (let steps = 0; steps < MAX_SEGMENTS; steps += 1) {
    if (at + 4 > ends.head.byteLength && at < bytes.size) {
      await bytes.read(at, Math.min(STRIDE_BYTES, bytes.size - at));
    }
    const start = await readExactly(bytes, at, 2, 'JPEG marker');
    const marker = uint8(start, 1);
    if (uint8(start, 0) !== 0xff) {
      throw new FormatError('contradictory', `What should be a JPEG marker at byte ${at} is none.`);
    }
    if (marker === END_OF_IMAGE) {
      found.end = at + 2;
      return;
    }
    if (marker === 0xff || standsAlone(marker)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    const length = uint16(await readExactly(bytes, at + 2, 2, 'JPEG segment'), 0);
    if (length < 2) {
      throw new FormatError(
        'contradictory',
        `The JPEG segment at byte ${at} claims ${length} bytes.`,
      );
    }
    await readSegment(marker, at + 4, length - 2, bytes, found);
    at += 2 + length;
    if (marker !== START_OF_SCAN) continue;
    scans += 1;
    const next = afterScan(ends.head, at);
    if (next === undefined && !ends.isWhole) return;
    if (next === undefined) {
      throw new FormatError('truncated', 'The JPEG ends within its pixels, without its end mark.');
    }
    at = next;
    if (scans > MAX_SCANS) {
      throw new FormatError(
        'contradictory',
        `The JPEG draws its pixels more than ${MAX_SCANS} times.`,
      );
    }
  }
  throw new FormatError('unreadable', `The JPEG has more than ${MAX_SEGMENTS} segments.`);
}

async function readSegment(
  marker: number,
  at: number,
  length: number,
  bytes: StoredBytes,
  found: Segments,
): Promise<void> {
  if (!isFrameHeader(marker) && marker !== APP1 && marker !== APP2) {
    if (at + length > bytes.size) await readExactly(bytes, at, length, 'JPEG segment');
    return;
  }
  const data = await readExactly(bytes, at, length, 'JPEG segment');
  if (isFrameHeader(marker)) found.size = sizeOf(data, found.size);
  else if (hasMark(data, 0, 'Exif\0\0')) found.exif = both(found.exif, readExif(data.subarray(6)));
  else if (hasMark(data, 0, 'MPF\0'))
    found.multiPicture ??= { at: at + 4, block: data.subarray(4) };
  else if (hasMark(data, 0, 'http://ns.adobe.com/xap/1.0/\0')) {
    if (hasPlaceInXmp(data)) found.exif = both(found.exif, { hasGps: true });
    found.xmp ||= Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1');
  }
}

/** Of several blocks the first counts for orientation, as viewers have it; a place anywhere is a place. */
const both = (first: ExifEvidence, second: ExifEvidence): ExifEvidence => ({
  ...second,
  ...first,
  ...((first.hasGps || second.hasGps) && { hasGps: true }),
});

function sizeOf(frame: Uint8Array, earlier: Size | undefined): Size {
  const size = { width: uint16(frame, 3), height: uint16(frame, 1) };
  if (size.width === 0 || size.height === 0) {
    throw new FormatError(
      'contradictory',
      `The JPEG claims ${size.width} × ${size.height} pixels.`,
    );
  }
  if (frame.byteLength !== 6 + 3 * uint8(frame, 5) || uint8(frame, 5) === 0) {
    throw new FormatError(
      'contradictory',
      'The JPEG’s frame header has another length than it claims.',
    );
  }
  if (earlier) {
    const detail = `The JPEG claims ${earlier.width} × ${earlier.height} pixels and again ${size.width} × ${size.height}.`;
    throw new FormatError('contradictory', detail);
  }
  return size;
}

/** Where the next marker stands: in a scan 0xFF is followed by 0x00, by a restart, or it is a marker (B.1.1.5). */
function afterScan(file: Uint8Array, start: number): number | undefined {
  for (let at = file.indexOf(0xff, start); at >= 0; at = file.indexOf(0xff, at + 1)) {
    const next = file[at + 1];
    if (next !== undefined && next !== 0x00 && next !== 0xff && !standsAlone(next)) return at;
  }
  return undefined;
}

/** Bytes between the image's end and what it announces, or the end of the file; none when they are slack. */
function trailing({ tail, tailStart }: Ends, end: number | undefined, announced: number): number {
  // Announced data that begins before the tail does was found to follow an image's end.
  if (announced <= tailStart) return 0;
  const rest = tail.subarray(0, announced - tailStart);
  const until = endWithoutPadding(rest);
  const start = end === undefined ? endInTail(rest.subarray(0, until)) : end - tailStart;
  const isAll = announced === tailStart + tail.byteLength;
  // In a file that is not walked the end mark may be one of what follows the image, which is searched as well.
  const around = end === undefined ? rest : rest.subarray(start);
  if (isAll && isSlack(rest.byteLength - start, announced, around)) return 0;
  return Math.max(0, until - start);
}

/** Where the last image ends of a file that is too large to be walked. */
function endInTail(rest: Uint8Array): number {
  const mark = Buffer.from(rest.buffer, rest.byteOffset, rest.byteLength).lastIndexOf(endMark);
  if (mark >= 0) return mark + 2;
  throw new FormatError(
    'truncated',
    'The JPEG’s end mark is missing in the last 64 KiB of the file.',
  );
}
