// The character classes of PDF syntax (ISO 32000-2 §7.2.3).

const SPACE = 1;
const DELIMITER = 2;
const DIGIT = 3;

const classes = new Uint8Array(256);
for (const byte of [0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]) classes[byte] = SPACE;
for (const character of '()<>[]{}/%') classes[character.charCodeAt(0)] = DELIMITER;
for (const digit of '0123456789') classes[digit.charCodeAt(0)] = DIGIT;

export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;

/** NUL, tab, line feed, form feed, carriage return and space. */
export const isSpace = (byte: number | undefined): boolean => classes[byte ?? 256] === SPACE;

export const isDigit = (byte: number | undefined): boolean => classes[byte ?? 256] === DIGIT;

/** Neither space nor delimiter: a byte that names, numbers and keywords consist of. False past the end. */
export function isRegular(byte: number | undefined): boolean {
  const of = classes[byte ?? 256];
  return of === 0 || of === DIGIT;
}

/** The value of a hexadecimal digit, or -1. */
export function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
