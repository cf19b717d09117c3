// Reads cross-reference tables (ISO 32000-2 §7.5.4).
import { isDigit, isSpace } from './characters.ts';
import type { Window } from './window.ts';

/** One entry of a table. */
export interface TableEntry {
  readonly number: number;
  readonly generation: number;
  /** Where the object stands; without meaning for a free entry. */
  readonly offset: number;
  readonly isFree: boolean;
}

/** Bytes of one entry: ten digits, space, five digits, space, `n` or `f`, and a line end of two bytes. */
const ENTRY_BYTES = 20;
const HEADER_MAX_BYTES = 64;
const TRAILER = 'trailer';

/**
 * Reads the table behind the keyword `xref`. `next` is where its last entry ends; `isStrict` says whether it has exactly
 * the form of the standard up to its trailer, so that all readers read it alike.
 */
export async function readTable(
  window: Window,
  at: number,
  take: (entry: TableEntry) => void,
): Promise<{ readonly isStrict: boolean; readonly next: number }> {
  let next = at;
  for (;;) {
    const header = await window.peek(next, HEADER_MAX_BYTES);
    const section = sectionAt(header);
    if (!section) return { isStrict: endsAtTrailer(header), next };
    next += section.end;
    for (let index = 0; index < section.count; ) {
      await window.load(next, ENTRY_BYTES);
      const { bytes, start } = window;
      const first = next;
      for (; index < section.count && next + ENTRY_BYTES <= start + bytes.byteLength; index += 1) {
        const entry = entryAt(bytes, next - start, section.first + index);
        if (!entry) return { isStrict: false, next };
        take(entry);
        next += ENTRY_BYTES;
      }
      if (next === first) return { isStrict: false, next };
    }
  }
}

function endsAtTrailer(bytes: Buffer): boolean {
  let at = 0;
  while (isSpace(bytes[at])) at += 1;
  return bytes.toString('latin1', at, at + TRAILER.length) === TRAILER;
}

interface Section {
  readonly first: number;
  readonly count: number;
  readonly end: number;
}

/** `0 6` and a line end; undefined at the trailer. */
function sectionAt(bytes: Buffer): Section | undefined {
  let at = 0;
  while (isSpace(bytes[at])) at += 1;
  const first = digitsAt(bytes, at);
  at += first.length;
  if (first.length === 0 || bytes[at] !== 0x20) return undefined;
  while (bytes[at] === 0x20) at += 1;
  const count = digitsAt(bytes, at);
  at += count.length;
  if (count.length === 0 || !isSpace(bytes[at])) return undefined;
  while (isSpace(bytes[at])) at += 1;
  return { first: Number(first), count: Number(count), end: at };
}

const DIGITS_MAX = 15;
function digitsAt(bytes: Buffer, start: number): string {
  let end = start;
  while (end - start < DIGITS_MAX && isDigit(bytes[end])) end += 1;
  return bytes.toString('latin1', start, end);
}

function entryAt(bytes: Buffer, at: number, number: number): TableEntry | undefined {
  const kind = bytes[at + 17];
  const hasForm =
    bytes[at + 10] === 0x20 &&
    bytes[at + 16] === 0x20 &&
    (kind === 0x6e || kind === 0x66) &&
    isSpace(bytes[at + 18]) &&
    isSpace(bytes[at + 19]);
  const offset = hasForm ? countAt(bytes, at, 10) : -1;
  const generation = hasForm ? countAt(bytes, at + 11, 5) : -1;
  if (offset < 0 || generation < 0) return undefined;
  return { number, generation, offset, isFree: kind === 0x66 };
}

/** The number that these digits write, or -1. */
function countAt(bytes: Buffer, start: number, digits: number): number {
  let value = 0;
  for (let at = start; at < start + digits; at += 1) {
    const byte = bytes[at];
    if (!isDigit(byte)) return -1;
    value = value * 10 + ((byte ?? 0x30) - 0x30);
  }
  return value;
}
