// Finds what stands between objects: headers of objects, cross-reference sections, trailers, end marks (ISO 32000-2 §7.5).
import { CARRIAGE_RETURN, isDigit, isSpace, LINE_FEED } from './characters.ts';

/** What begins at a place between objects. `at` is where it begins, `end` where its content does. */
export type Landmark =
  | {
      readonly kind: 'object';
      readonly at: number;
      /** Where the keyword `obj` stands. */
      readonly keywordAt: number;
      readonly end: number;
      readonly number: number;
      readonly generation: number;
    }
  | {
      readonly kind: 'xref' | 'trailer' | 'startxref' | 'end mark';
      readonly at: number;
      readonly end: number;
    }
  /** The bytes end; the search continues at `at`, inside a comment or not. */
  | { readonly kind: 'none'; readonly at: number; readonly isInComment: boolean };

interface NumberAt {
  readonly at: number;
  readonly end: number;
  readonly value: number;
}

const words = ['startxref', 'xref', 'trailer'] as const;
const END_MARK = '%%EOF';

/**
 * Finds the next landmark from `from` on. What is neither is skipped byte by byte, as readers do that repair a file.
 * With `isWhole` nothing follows these bytes; else whatever may continue behind them is left for the next part.
 */
export function findLandmark(
  bytes: Buffer,
  from: number,
  { isWhole, isInComment }: { readonly isWhole: boolean; readonly isInComment: boolean },
): Landmark {
  const end = bytes.byteLength;
  let at = isInComment ? endOfLine(bytes, from) : from;
  /** The last two whole numbers, with nothing but space behind each. */
  let first: NumberAt | undefined;
  let second: NumberAt | undefined;
  const isCut = (tokenEnd: number) => tokenEnd >= end && !isWhole;
  const more = (continueAt: number): Landmark => ({
    kind: 'none',
    at: Math.min(first?.at ?? second?.at ?? continueAt, continueAt),
    isInComment: false,
  });

  while (at < end) {
    const byte = bytes[at] ?? 0;
    if (isSpace(byte)) {
      at += 1;
    } else if (isDigit(byte)) {
      const number = numberAt(bytes, at);
      if (isCut(number.end)) return more(at);
      first = second;
      second = number;
      at = number.end;
    } else if (byte === 0x25) {
      if (isCut(at + END_MARK.length)) return more(at);
      if (bytes.toString('latin1', at, at + END_MARK.length) === END_MARK) {
        return { kind: 'end mark', at, end: at + END_MARK.length };
      }
      const lineEnd = endOfLine(bytes, at);
      // A header can have a comment between its numbers; then the whole of it has to be at hand.
      if (isCut(lineEnd)) {
        return (first ?? second) ? more(at) : { kind: 'none', at: lineEnd, isInComment: true };
      }
      at = lineEnd;
    } else if (isLetter(byte)) {
      const wordEnd = endOfWord(bytes, at);
      if (isCut(wordEnd)) return more(Math.max(at, wordEnd - 9));
      if (first && second && startsWith(bytes, at, 'obj')) {
        return {
          kind: 'object',
          at: first.at,
          keywordAt: at,
          end: at + 3,
          number: first.value,
          generation: second.value,
        };
      }
      const word = words.find((each) => startsWith(bytes, at, each));
      if (word) return { kind: word, at, end: at + word.length };
      at = startsWith(bytes, at, 'endobj') ? at + 6 : wordEnd;
      first = undefined;
      second = undefined;
    } else {
      at += 1;
      first = undefined;
      second = undefined;
    }
  }
  return more(end);
}

const isLetter = (byte: number): boolean => {
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
};

function endOfWord(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.byteLength && isLetter(bytes[at] ?? 0)) at += 1;
  return at;
}

function endOfLine(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.byteLength && bytes[at] !== LINE_FEED && bytes[at] !== CARRIAGE_RETURN) at += 1;
  return at;
}

function numberAt(bytes: Buffer, start: number): NumberAt {
  let at = start;
  let value = 0;
  for (; isDigit(bytes[at]); at += 1) value = value * 10 + ((bytes[at] ?? 0) - 0x30);
  return { at: start, end: at, value };
}

function startsWith(bytes: Buffer, at: number, word: string): boolean {
  if (at + word.length > bytes.byteLength) return false;
  for (let index = 0; index < word.length; index += 1) {
    if (bytes[at + index] !== word.charCodeAt(index)) return false;
  }
  return true;
}
