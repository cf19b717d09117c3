// Reads numbers and names from bytes. Every function throws `FormatError` if the bytes end before the field does.
import { FormatError } from './evidence.ts';

function fieldAt(bytes: Uint8Array, at: number, length: number): DataView {
  if (at < 0 || at + length > bytes.byteLength) {
    throw new FormatError(
      'truncated',
      `A header ends ${at + length - bytes.byteLength} bytes early.`,
    );
  }
  return new DataView(bytes.buffer, bytes.byteOffset + at, length);
}

export type Endian = 'big' | 'little';

/** One unsigned byte. */
export const uint8 = (bytes: Uint8Array, at: number): number => fieldAt(bytes, at, 1).getUint8(0);

/** Two bytes, unsigned. */
export const uint16 = (bytes: Uint8Array, at: number, endian: Endian = 'big'): number =>
  fieldAt(bytes, at, 2).getUint16(0, endian === 'little');

/** Three bytes, unsigned, little-endian. */
export const uint24le = (bytes: Uint8Array, at: number): number =>
  uint16(bytes, at, 'little') + uint8(bytes, at + 2) * 0x10000;

/** Four bytes, unsigned. */
export const uint32 = (bytes: Uint8Array, at: number, endian: Endian = 'big'): number =>
  fieldAt(bytes, at, 4).getUint32(0, endian === 'little');

/** Four bytes, signed, little-endian. */
export const int32le = (bytes: Uint8Array, at: number): number =>
  fieldAt(bytes, at, 4).getInt32(0, true);

/** Eight bytes, unsigned; above 2^53 it is rounded, which is far beyond any object's size. */
export const uint64 = (bytes: Uint8Array, at: number, endian: Endian = 'big'): number =>
  Number(fieldAt(bytes, at, 8).getBigUint64(0, endian === 'little'));

/** An unsigned number of 0, 2, 4 or 8 bytes, big-endian. */
export function uintOf(bytes: Uint8Array, at: number, length: number): number {
  if (length === 0) return 0;
  return length === 2 ? uint16(bytes, at) : length === 4 ? uint32(bytes, at) : uint64(bytes, at);
}

/** A name of `length` bytes, one character each. */
export function latin1(bytes: Uint8Array, at: number, length = 4): string {
  const field = fieldAt(bytes, at, length);
  let name = '';
  for (let index = 0; index < length; index += 1)
    name += String.fromCharCode(field.getUint8(index));
  return name;
}

/** Whether these characters stand there; false where the bytes end. */
export function hasMark(bytes: Uint8Array, at: number, mark: string): boolean {
  if (at < 0 || at + mark.length > bytes.byteLength) return false;
  for (let index = 0; index < mark.length; index += 1) {
    if (bytes[at + index] !== mark.charCodeAt(index)) return false;
  }
  return true;
}

/** Where the bytes end once padding is taken off: NULs and line ends, which carry nothing. */
export function endWithoutPadding(bytes: Uint8Array): number {
  let end = bytes.byteLength;
  while (end > 0 && isPadding(bytes[end - 1])) end -= 1;
  return end;
}

const isPadding = (byte: number | undefined): boolean =>
  byte === 0x00 || byte === 0x0a || byte === 0x0d;

/** The greatest of many numbers, and at least zero; spreading them into Math.max has a limit that files can exceed. */
export const greatest = (numbers: readonly number[]): number =>
  numbers.reduce((most, each) => Math.max(most, each), 0);
