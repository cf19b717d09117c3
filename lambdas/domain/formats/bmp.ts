// BMP: header and size, which together say where the pixels end (Microsoft, BITMAPFILEHEADER and BITMAPINFOHEADER).
import type { StoredBytes } from '../stored-bytes.ts';
import { FormatError, type ImageEvidence } from './evidence.ts';
import { endWithoutPadding, int32le, uint16, uint32 } from './fields.ts';
import { readEnds, readExactly, withFlaw } from './reading.ts';

const FILE_HEADER_BYTES = 14;
const CORE_HEADER_BYTES = 12;
/** BI_RGB, BI_BITFIELDS and BI_ALPHABITFIELDS: one number of bits for every pixel. */
const uncompressed = [0, 3, 6];

/** Reads the headers of a BMP, and whether the file has all the pixels they claim. */
export const inspectBmp = (bytes: StoredBytes): Promise<ImageEvidence> =>
  withFlaw(async () => {
    const header = await readExactly(bytes, 0, FILE_HEADER_BYTES + CORE_HEADER_BYTES, 'BMP header');
    const isCore = uint32(header, 14, 'little') === CORE_HEADER_BYTES;
    const info = isCore ? header : await readExactly(bytes, 0, 54, 'BMP header');
    const width = isCore ? uint16(info, 18, 'little') : int32le(info, 18);
    // Negative when the rows stand from top to bottom.
    const height = Math.abs(isCore ? uint16(info, 20, 'little') : int32le(info, 22));
    if (width <= 0 || height === 0) {
      throw new FormatError('contradictory', `The BMP claims ${width} × ${height} pixels.`);
    }
    const bitsPerPixel = uint16(info, isCore ? 24 : 28, 'little');
    const compression = isCore ? 0 : uint32(info, 30, 'little');
    const pixelBytes = uncompressed.includes(compression)
      ? Math.ceil((bitsPerPixel * width) / 32) * 4 * height
      : uint32(info, 34, 'little');
    return {
      width,
      height,
      frames: 1,
      ...(await withFlaw(() => checkEnd(bytes, info, pixelBytes))),
    };
  });

async function checkEnd(
  bytes: StoredBytes,
  info: Uint8Array,
  pixelBytes: number,
): Promise<ImageEvidence> {
  // Programs leave the claim of the file's size at zero or get it wrong, and readers go by the pixels' end.
  const claimed = uint32(info, 2, 'little');
  const pixelsEnd = uint32(info, 10, 'little') + pixelBytes;
  const end = pixelBytes > 0 && claimed > bytes.size ? pixelsEnd : Math.max(claimed, pixelsEnd);
  if (end > bytes.size) {
    throw new FormatError(
      'truncated',
      `The BMP claims ${end} bytes and lacks the last ${end - bytes.size}.`,
    );
  }
  const { tail, tailStart } = await readEnds(bytes);
  return { trailingBytes: Math.max(0, tailStart + endWithoutPadding(tail) - end) };
}
