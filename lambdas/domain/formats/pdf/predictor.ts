// Undoes predictors, which keep differences in place of samples (ISO 32000-2 §7.4.4.4, PNG §9, TIFF 6.0 §14).
import { FormatError } from '../evidence.ts';

const TIFF = 2;
const FIRST_PNG = 10;
const LAST_PNG = 15;
const MAX_ROW_BYTES = 1024 * 1024;

export interface PredictorSettings {
  readonly predictor: number;
  readonly colors: number;
  readonly bitsPerComponent: number;
  readonly columns: number;
}

/** The samples of data that a predictor went over. */
export function undoPredictor(data: Buffer, settings: PredictorSettings): Buffer {
  const { predictor, colors, bitsPerComponent, columns } = settings;
  if (predictor === 1) return data;
  const rowBytes = Math.ceil((colors * bitsPerComponent * columns) / 8);
  const pixelBytes = Math.max(1, Math.ceil((colors * bitsPerComponent) / 8));
  const isSound = rowBytes > 0 && rowBytes <= MAX_ROW_BYTES;
  if (isSound && predictor >= FIRST_PNG && predictor <= LAST_PNG) {
    return undoPng(data, rowBytes, pixelBytes);
  }
  if (isSound && predictor === TIFF && bitsPerComponent === 8) {
    return undoTiff(data, rowBytes, colors);
  }
  throw new FormatError(
    'unreadable',
    `A stream has predictor ${predictor}, which cannot be undone.`,
  );
}

function undoTiff(data: Buffer, rowBytes: number, colors: number): Buffer {
  const out = Buffer.from(data);
  for (let at = 0; at < out.byteLength; at += 1) {
    if (at % rowBytes >= colors) out[at] = ((out[at] ?? 0) + (out[at - colors] ?? 0)) & 0xff;
  }
  return out;
}

function undoPng(data: Buffer, rowBytes: number, pixelBytes: number): Buffer {
  const rows = Math.ceil(data.byteLength / (rowBytes + 1));
  const out = Buffer.alloc(rows * rowBytes);
  let length = 0;
  for (let row = 0; row < rows; row += 1) {
    const from = row * (rowBytes + 1);
    const filter = data[from] ?? 0;
    const count = Math.min(rowBytes, data.byteLength - from - 1);
    const to = row * rowBytes;
    for (let index = 0; index < count; index += 1) {
      const left = index >= pixelBytes ? (out[to + index - pixelBytes] ?? 0) : 0;
      const up = row > 0 ? (out[to + index - rowBytes] ?? 0) : 0;
      const upLeft =
        row > 0 && index >= pixelBytes ? (out[to + index - rowBytes - pixelBytes] ?? 0) : 0;
      out[to + index] =
        ((data[from + 1 + index] ?? 0) + predicted(filter, left, up, upLeft)) & 0xff;
    }
    length = to + Math.max(0, count);
  }
  return out.subarray(0, length);
}

function predicted(filter: number, left: number, up: number, upLeft: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >>> 1;
    case 4:
      return paeth(left, up, upLeft);
    default:
      throw new FormatError('unreadable', `A row of a stream has PNG filter ${filter}.`);
  }
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const toLeft = Math.abs(estimate - left);
  const toUp = Math.abs(estimate - up);
  const toUpLeft = Math.abs(estimate - upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}
