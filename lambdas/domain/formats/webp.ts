// WebP: canvas, frames and end, chunk by chunk (RFC 9649).
import { BudgetExceededError, type StoredBytes } from '../stored-bytes.ts';
import { FormatError, type ImageEvidence } from './evidence.ts';
import { type ExifEvidence, hasPlaceInXmp, readExif } from './exif.ts';
import { endWithoutPadding, hasMark, latin1, uint8, uint16, uint24le, uint32 } from './fields.ts';
import { readEnds, readExactly, withFlaw } from './reading.ts';

const RIFF_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;
const FRAME_HEADER_BYTES = 16;
const EXIF_MAX_BYTES = 64 * 1024;
const XMP_MAX_BYTES = 64 * 1024;

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Chunks {
  canvas?: Size;
  still?: Size;
  isAnimated: boolean;
  frames: number;
  exif: ExifEvidence;
  hasPlaceInXmp: boolean;
  /** Where the walk ended. */
  at: number;
}

/** Reads a WebP's chunks up to the end that its header claims, as far as the budget goes. */
export async function inspectWebp(bytes: StoredBytes): Promise<ImageEvidence> {
  const found: Chunks = {
    ...{ isAnimated: false, frames: 0, exif: {}, hasPlaceInXmp: false },
    at: RIFF_BYTES,
  };
  const rest = await withFlaw(async () => {
    const riff = await readExactly(bytes, 0, RIFF_BYTES, 'WebP header');
    const end = CHUNK_HEADER_BYTES + uint32(riff, 4, 'little');
    if (end > bytes.size) {
      throw new FormatError(
        'truncated',
        `The WebP claims ${end} bytes and lacks the last ${end - bytes.size}.`,
      );
    }
    // Before the walk, which may use up the budget.
    const { tail, tailStart } = await readEnds(bytes);
    const hasMoreFrames = await walkFrames(bytes, end, found);
    check(found);
    const trailingBytes = Math.max(0, tailStart + endWithoutPadding(tail) - end - (end % 2));
    return {
      frames: found.isAnimated ? found.frames : 1,
      ...(hasMoreFrames && { hasMoreFrames }),
      trailingBytes,
    };
  });
  const place = found.hasPlaceInXmp && { hasGps: true };
  return { ...(found.canvas ?? found.still), ...found.exif, ...place, ...rest };
}

/** Walks to the end, or as far as the budget goes once the first frame of an animation was seen. */
async function walkFrames(bytes: StoredBytes, end: number, found: Chunks): Promise<boolean> {
  try {
    await walk(bytes, end, found);
    return false;
  } catch (error) {
    if (error instanceof BudgetExceededError && found.frames > 0) return true;
    throw error;
  }
}

async function walk(bytes: StoredBytes, end: number, found: Chunks): Promise<void> {
  while (found.at + CHUNK_HEADER_BYTES <= end) {
    const start = found.at + CHUNK_HEADER_BYTES;
    const header = await readExactly(bytes, found.at, CHUNK_HEADER_BYTES, 'WebP chunk');
    const type = latin1(header, 0);
    const length = uint32(header, 4, 'little');
    if (start + length > end) {
      const detail = `The ${type.trim()} chunk at byte ${found.at} lacks its last ${start + length - end} bytes.`;
      throw new FormatError('truncated', detail);
    }
    const data = (limit: number) => bytes.read(start, Math.min(limit, length));
    if (type === 'VP8X') readCanvas(await data(10), found);
    if (type === 'VP8 ') found.still = lossySize(await data(10));
    if (type === 'VP8L') found.still = losslessSize(await data(5));
    if (type === 'ANMF') readFrame(await data(FRAME_HEADER_BYTES), found);
    if (type === 'EXIF') {
      const exif = await data(EXIF_MAX_BYTES);
      // Some programs copy the name over that EXIF has in a JPEG.
      found.exif = readExif(hasMark(exif, 0, 'Exif\0\0') ? exif.subarray(6) : exif);
    }
    if (type === 'XMP ') found.hasPlaceInXmp ||= hasPlaceInXmp(await data(XMP_MAX_BYTES));
    found.at = start + length + (length % 2);
  }
}

function readCanvas(data: Uint8Array, found: Chunks): void {
  found.isAnimated = (uint8(data, 0) & 0x02) !== 0;
  found.canvas = { width: uint24le(data, 4) + 1, height: uint24le(data, 7) + 1 };
}

/** A lossy frame: its key frame's start code, then 14 bits a side (RFC 6386 §9.1). */
function lossySize(data: Uint8Array): Size {
  if (uint24le(data, 3) !== 0x2a019d) {
    throw new FormatError('contradictory', 'The WebP’s picture does not begin as one.');
  }
  return { width: uint16(data, 6, 'little') & 0x3fff, height: uint16(data, 8, 'little') & 0x3fff };
}

/** A lossless frame: its signature, then 14 bits a side, each one less (RFC 9649 §3.4). */
function losslessSize(data: Uint8Array): Size {
  if (uint8(data, 0) !== 0x2f) {
    throw new FormatError('contradictory', 'The WebP’s picture does not begin as one.');
  }
  const bits = uint32(data, 1, 'little');
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

function readFrame(data: Uint8Array, found: Chunks): void {
  const { canvas } = found;
  const right = 2 * uint24le(data, 0) + uint24le(data, 6) + 1;
  const bottom = 2 * uint24le(data, 3) + uint24le(data, 9) + 1;
  if (!canvas || right > canvas.width || bottom > canvas.height) {
    const inside = canvas ? `a canvas of ${canvas.width} × ${canvas.height}` : 'no canvas';
    throw new FormatError('contradictory', `A frame reaches to ${right} × ${bottom} in ${inside}.`);
  }
  found.frames += 1;
}

function check({ canvas, still, isAnimated, frames }: Chunks): void {
  if (isAnimated ? frames === 0 : !still) {
    throw new FormatError('contradictory', 'The WebP has no picture.');
  }
  if (still && (still.width === 0 || still.height === 0)) {
    throw new FormatError(
      'contradictory',
      `The WebP claims ${still.width} × ${still.height} pixels.`,
    );
  }
  if (canvas && still && (canvas.width !== still.width || canvas.height !== still.height)) {
    const detail = `The WebP claims a canvas of ${canvas.width} × ${canvas.height} and holds ${still.width} × ${still.height} pixels.`;
    throw new FormatError('contradictory', detail);
  }
}
