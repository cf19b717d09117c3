// Headers of TAR: numbers, names and checksums (POSIX.1-2017, pax: ustar interchange format; the GNU tar manual, "Basic Tar Format").
import { FormatError } from '../evidence.ts';
import { hasMark } from '../fields.ts';

/** Headers and data begin at multiples of this. */
export const BLOCK_BYTES = 512;
const CHECKSUM_AT = 148;
const CHECKSUM_BYTES = 8;

/** One header of an archive. */
export interface TarHeader {
  /** Every name that some reader shows: with the prefix, and without. Bytes as Latin-1. */
  readonly names: readonly string[];
  /** Bytes of the content. */
  readonly size: number;
  /** The type flag: one character; `0` for a file. */
  readonly type: string;
}

/** Reads one block. @throws FormatError when its checksum is wrong or a number is none */
export function readTarHeader(block: Uint8Array, at: number): TarHeader {
  checkSum(block, at);
  const name = textField(block, 0, 100);
  // Only the POSIX format has a prefix; GNU's keeps times there, and its mark ends with a blank.
  const prefix = hasMark(block, 257, 'ustar\0') ? textField(block, 345, 155) : '';
  const type = String.fromCharCode(block[156] ?? 0);
  return {
    names: prefix === '' ? [name] : [`${prefix}/${name}`, name],
    size: numberField(block, 124, 12, at),
    type: type === '\0' || type === '7' ? '0' : type,
  };
}

/** Whether a file begins as TAR does: by the mark of its format, or by a checksum, since the oldest format has no mark. */
export function beginsAsTar(head: Uint8Array): boolean {
  if (hasMark(head, 257, 'ustar')) return true;
  if (head.byteLength < BLOCK_BYTES) return false;
  try {
    readTarHeader(head.subarray(0, BLOCK_BYTES), 0);
    return true;
  } catch {
    return false;
  }
}

function checkSum(block: Uint8Array, at: number): void {
  let sum = 0;
  for (let index = 0; index < BLOCK_BYTES; index += 1) {
    const isChecksum = index >= CHECKSUM_AT && index < CHECKSUM_AT + CHECKSUM_BYTES;
    sum += isChecksum ? 0x20 : (block[index] ?? 0);
  }
  if (numberField(block, CHECKSUM_AT, CHECKSUM_BYTES, at) !== sum) {
    throw new FormatError('contradictory', `The checksum of the entry at byte ${at} is wrong.`);
  }
}

/** A text up to its first NUL. */
function textField(block: Uint8Array, start: number, length: number): string {
  const text = Buffer.from(block.subarray(start, start + length)).toString('latin1');
  return text.split('\0', 1)[0] ?? '';
}

/** Octal digits, or a number of base 256 where the first bit is set. */
function numberField(block: Uint8Array, start: number, length: number, at: number): number {
  const field = block.subarray(start, start + length);
  if (((field[0] ?? 0) & 0x80) !== 0) {
    if (field[0] !== 0x80) throw badNumber(at);
    const value = field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
    if (!Number.isSafeInteger(value)) throw badNumber(at);
    return value;
  }
  const text = Buffer.from(field).toString('latin1').split('\0', 1)[0]?.trim() ?? '';
  if (!/^[0-7]*$/.test(text)) throw badNumber(at);
  return text === '' ? 0 : Number.parseInt(text, 8);
}

const badNumber = (at: number): FormatError =>
  new FormatError('contradictory', `A number in the entry at byte ${at} cannot be read.`);
