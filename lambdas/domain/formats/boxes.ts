// The boxes of MP4, QuickTime, HEIC and AVIF (ISO/IEC 14496-12 §4.2): length, type, content, and so on to the end.
import { BudgetExceededError, type StoredBytes } from '../stored-bytes.ts';
import { FormatError } from './evidence.ts';
import { latin1, uint32, uint64 } from './fields.ts';

/** A box: where its content begins and where it ends. */
export interface Box {
  readonly type: string;
  readonly start: number;
  readonly body: number;
  /** Its end by its length, which may be beyond the file's end. */
  readonly end: number;
}

const HEADER_BYTES = 8;
const LONG_HEADER_BYTES = 16;
/** Special values of a length: up to the end of the file, and in the eight bytes that follow. */
const TO_THE_END = 0;
const LONG = 1;

/** A film has a handful of boxes, one in fragments of a second some thousands. */
const MAX_BOXES = 4096;

/** Walks the boxes of a file from its first byte; NULs at the end are padding. Too many boxes are BudgetExceededError too. */
export async function* topBoxes(bytes: StoredBytes): AsyncGenerator<Box> {
  let at = 0;
  for (let count = 0; at < bytes.size; count += 1) {
    if (count === MAX_BOXES) throw new BudgetExceededError(`${count} boxes were read`);
    const header = await bytes.read(at, LONG_HEADER_BYTES);
    if (header.every((byte) => byte === 0)) return;
    const box = readBox(header, 0, at, bytes.size);
    yield box;
    at = box.end;
  }
}

/** Walks the boxes within a box by their headers alone. Too many boxes are BudgetExceededError. */
export async function* childBoxes(bytes: StoredBytes, parent: Box): AsyncGenerator<Box> {
  let at = parent.body;
  for (let count = 0; at + HEADER_BYTES <= parent.end; count += 1) {
    if (count === MAX_BOXES) throw new BudgetExceededError(`${count} boxes were read`);
    const box = readBox(await bytes.read(at, LONG_HEADER_BYTES), 0, at, parent.end);
    checkEnd(box, parent.end);
    yield box;
    at = box.end;
  }
}

/** Walks the boxes within a box that was read whole. */
export function* boxesIn(block: Uint8Array, from = 0, to = block.byteLength): Generator<Box> {
  let at = from;
  while (at + HEADER_BYTES <= to) {
    const box = readBox(block, at, at, to);
    checkEnd(box, to);
    yield box;
    at = box.end;
  }
}

/** The first box of this type within a box that was read whole. */
export function findBox(block: Uint8Array, type: string, from = 0, to = block.byteLength) {
  for (const box of boxesIn(block, from, to)) if (box.type === type) return box;
  return undefined;
}

/** Throws where a box runs past the end of what holds it. */
export function checkEnd({ type, start, end }: Box, limit: number): void {
  if (end <= limit) return;
  throw new FormatError(
    'truncated',
    `The ${type} box at byte ${start} lacks its last ${end - limit} bytes.`,
  );
}

function readBox(bytes: Uint8Array, at: number, start: number, limit: number): Box {
  const length = uint32(bytes, at);
  const type = latin1(bytes, at + 4);
  // Apple's names of metadata begin with a copyright sign.
  if (!/^[\x20-\x7e\xa9]{4}$/.test(type)) {
    throw new FormatError('contradictory', `What should be a box at byte ${start} is none.`);
  }
  const isLong = length === LONG;
  const headerBytes = isLong ? LONG_HEADER_BYTES : HEADER_BYTES;
  const claimed = isLong ? uint64(bytes, at + 8) : length;
  if (length !== TO_THE_END && claimed < headerBytes) {
    const detail = `The ${type} box at byte ${start} claims ${claimed} bytes, fewer than its own header has.`;
    throw new FormatError('contradictory', detail);
  }
  const end = length === TO_THE_END ? limit : start + claimed;
  return { type, start, body: start + headerBytes, end };
}
