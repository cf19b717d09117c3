// GIF: screen, frames and end, block by block (GIF89a specification, §15 to §27).
import { type StoredBytes, TOTAL_MAX_BYTES } from '../stored-bytes.ts';
import { FormatError, type ImageEvidence } from './evidence.ts';
import { endWithoutPadding, uint8, uint16 } from './fields.ts';
import { readEnds, readExactly, TAIL_BYTES, WHOLE_MAX_BYTES, withFlaw } from './reading.ts';

const HEADER_BYTES = 13;
const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
/** Only the blocks of a GIF show its frames, so more of it is read than of other images. */
const WALK_MAX_BYTES = TOTAL_MAX_BYTES - 3 * TAIL_BYTES;

/** Reads the screen and counts the frames; of a large GIF those in its first 832 KiB. */
export const inspectGif = (bytes: StoredBytes): Promise<ImageEvidence> =>
  withFlaw(async () => {
    const header = await readExactly(bytes, 0, HEADER_BYTES, 'GIF header');
    const screen = { width: uint16(header, 6, 'little'), height: uint16(header, 8, 'little') };
    return { ...screen, ...(await withFlaw(() => measure(bytes, screen, uint8(header, 10)))) };
  });

interface Size {
  readonly width: number;
  readonly height: number;
}

async function measure(bytes: StoredBytes, screen: Size, flags: number): Promise<ImageEvidence> {
  const isWhole = bytes.size <= WHOLE_MAX_BYTES;
  const walked = isWhole ? bytes.size : Math.min(bytes.size, WALK_MAX_BYTES);
  const blocks = await bytes.read(0, walked);
  const { frames, width, height, end } = walk(blocks, screen, HEADER_BYTES + tableBytes(flags));
  if (end === undefined && blocks.byteLength === bytes.size) {
    throw new FormatError(
      'truncated',
      `The GIF ends within frame ${frames}, without its end mark.`,
    );
  }
  if (frames === 0) throw new FormatError('contradictory', 'The GIF has no frame.');
  if (width === 0 || height === 0) {
    throw new FormatError('contradictory', `The GIF claims ${width} × ${height} pixels.`);
  }
  const { tail, tailStart } = await readEnds(bytes);
  const lastByte = tailStart + endWithoutPadding(tail);
  if (end !== undefined) {
    return { width, height, frames, trailingBytes: Math.max(0, lastByte - end) };
  }
  if (tail[lastByte - tailStart - 1] !== TRAILER) {
    throw new FormatError('truncated', 'The GIF’s end mark is missing at the end of the file.');
  }
  return { width, height, frames, hasMoreFrames: true, trailingBytes: 0 };
}

/** Bytes of a colour table, by the flags before it. */
const tableBytes = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

interface Walk extends Size {
  readonly frames: number;
  /** Where the end mark ends; undefined when the bytes end first. */
  readonly end?: number;
}

function walk(blocks: Uint8Array, screen: Size, start: number): Walk {
  let { width, height } = screen;
  let frames = 0;
  let at = start;
  while (at < blocks.byteLength) {
    const kind = blocks[at];
    if (kind === TRAILER) return { width, height, frames, end: at + 1 };
    if (kind === EXTENSION) {
      at = afterSubBlocks(blocks, at + 2);
    } else if (kind === IMAGE) {
      if (at + 10 > blocks.byteLength) break;
      // Decoders grow the screen to a frame that reaches beyond it, so it counts as large as that.
      width = Math.max(width, uint16(blocks, at + 1, 'little') + uint16(blocks, at + 5, 'little'));
      height = Math.max(
        height,
        uint16(blocks, at + 3, 'little') + uint16(blocks, at + 7, 'little'),
      );
      frames += 1;
      at = afterSubBlocks(blocks, at + 11 + tableBytes(uint8(blocks, at + 9)));
    } else {
      throw new FormatError('contradictory', `What should be a GIF block at byte ${at} is none.`);
    }
  }
  return { width, height, frames };
}

/** Skips data in pieces of up to 255 bytes, which end with an empty one. */
function afterSubBlocks(blocks: Uint8Array, start: number): number {
  let at = start;
  while (at < blocks.byteLength) {
    const length = blocks[at] ?? 0;
    at += length + 1;
    if (length === 0) return at;
  }
  return blocks.byteLength + 1;
}
