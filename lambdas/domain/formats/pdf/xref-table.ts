// Reads cross-reference tables (ISO 32000-2 §7.5.4).
import { isDigit, isSpace } from './characters.ts';
import type { Window } from './window.ts';

/** Where a cross-reference says that objects stand. */
export interface Rows {
  /** Object numbers, one for each of `offsets`; free entries are left out. */
  readonly numbers: readonly number[];
  readonly offsets: readonly number[];
  /** Whether it has exactly the form of the standard, so that all readers read it alike. */
  readonly isStrict: boolean;
}

/** Bytes of one entry: ten digits, space, five digits, space, `n` or `f`, and a line end of two bytes. */
const ENTRY_BYTES = 20;
/** Entries that are read of one file; beyond them a table counts as not strict. */
export const MAX_ENTRIES = 4_000_000;
const HEADER_MAX_BYTES = 64;

/** Reads the table behind the keyword `xref`; `next` is where its last entry ends. */
export async function readRows(
  window: Window,
  at: number,
): Promise<{ readonly rows: Rows; readonly next: number }> {
  const numbers: number[] = [];
  const offsets: number[] = [];
  let next = at;
  for (;;) {
    const header = await window.peek(next, HEADER_MAX_BYTES);
    const section = sectionAt(header);
    if (!section) break;
    next += section.end;
    for (let index = 0; index < section.count; index += 1) {
      if (numbers.length >= MAX_ENTRIES)
        return { rows: { numbers, offsets, isStrict: false }, next };
      await window.load(next, ENTRY_BYTES);
      const entry = entryAt(window.bytes, next - window.start);
      if (!entry) return { rows: { numbers, offsets, isStrict: false }, next };
      next += ENTRY_BYTES;
      if (entry.isFree) continue;
      numbers.push(section.first + index);
      offsets.push(entry.offset);
    }
  }
  return { rows: { numbers, offsets, isStrict: true }, next };
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

function entryAt(
  bytes: Buffer,
  at: number,
): { readonly offset: number; readonly isFree: boolean } | undefined {
  if (at + ENTRY_BYTES > bytes.byteLength) return undefined;
  const kind = bytes[at + 17];
  const hasForm =
    bytes[at + 10] === 0x20 &&
    bytes[at + 16] === 0x20 &&
    (kind === 0x6e || kind === 0x66) &&
    isSpace(bytes[at + 18]) &&
    isSpace(bytes[at + 19]);
  if (!hasForm) return undefined;
  let offset = 0;
  for (let index = 0; index < 16; index += 1) {
    if (index === 10) continue;
    const byte = bytes[at + index];
    if (!isDigit(byte)) return undefined;
    if (index < 10) offset = offset * 10 + ((byte ?? 0x30) - 0x30);
  }
  return { offset, isFree: kind === 0x66 };
}
