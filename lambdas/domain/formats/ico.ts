// ICO: a directory of pictures, each a BMP without its file header, or a PNG.
import type { StoredBytes } from '../stored-bytes.ts';
import { FormatError, type ImageEvidence } from './evidence.ts';
import { endWithoutPadding, greatest, hasMark, int32le, uint16, uint32 } from './fields.ts';
import { readEnds, readExactly, withFlaw } from './reading.ts';

const HEADER_BYTES = 6;
const ENTRY_BYTES = 16;
const PNG_HEADER_BYTES = 24;

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly end: number;
}

/** Reads the largest picture's size out of the pictures themselves: the directory can only name up to 256 pixels. */
export const inspectIco = (bytes: StoredBytes): Promise<ImageEvidence> =>
  withFlaw(async () => {
    const count = uint16(await readExactly(bytes, 0, HEADER_BYTES, 'icon header'), 4, 'little');
    if (count === 0) throw new FormatError('contradictory', 'The icon has no picture.');
    const { tail, tailStart } = await readEnds(bytes);
    const pictures: Picture[] = [];
    for (let index = 0; index < count; index += 1) {
      pictures.push(await readPicture(bytes, HEADER_BYTES + index * ENTRY_BYTES));
    }
    const end = greatest(pictures.map((picture) => picture.end));
    return {
      width: greatest(pictures.map(({ width }) => width)),
      height: greatest(pictures.map(({ height }) => height)),
      frames: count,
      trailingBytes: Math.max(0, tailStart + endWithoutPadding(tail) - end),
    };
  });

async function readPicture(bytes: StoredBytes, at: number): Promise<Picture> {
  const entry = await readExactly(bytes, at, ENTRY_BYTES, 'icon’s directory');
  const start = uint32(entry, 12, 'little');
  const end = start + uint32(entry, 8, 'little');
  if (end > bytes.size) {
    const detail = `The icon’s picture at byte ${start} lacks its last ${end - bytes.size} bytes.`;
    throw new FormatError('truncated', detail);
  }
  const header = await readExactly(bytes, start, PNG_HEADER_BYTES, 'icon’s picture');
  const size = hasMark(header, 0, '\x89PNG')
    ? { width: uint32(header, 16), height: uint32(header, 20) }
    : // A BMP's height counts the mask below the picture too.
      { width: int32le(header, 4), height: Math.abs(int32le(header, 8)) / 2 };
  if (size.width <= 0 || size.height < 1) {
    const detail = `The icon claims a picture of ${size.width} × ${size.height} pixels.`;
    throw new FormatError('contradictory', detail);
  }
  return { ...size, end };
}
