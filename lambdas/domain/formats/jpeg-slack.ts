// Recognises stale memory behind a JPEG, which cameras leave when they write whole blocks of a memory card, and which is no
// second file.
import { hasMark, uint32 } from './fields.ts';

/** Cards are written in sectors of this size, so that a file with slack is a whole number of them long. */
const SECTOR_BYTES = 512;
/** The largest cluster of a FAT16 card, and so the most that can be left of one. */
const SLACK_MAX_BYTES = 64 * 1024;
/** Stale memory may hold names and numbers; a script or page has longer stretches of ASCII. */
const TEXT_MAX_CHARACTERS = 63;

/** Beginnings of archives, programs, documents and markup, which may stand anywhere in what follows an image. */
const marks = [
  'PK\x03\x04',
  'PK\x05\x06',
  'Rar!\x1a\x07',
  '7z\xbc\xaf\x27\x1c',
  '\x1f\x8b\x08',
  'BZh',
  '\xfd7zXZ\0',
  '\x28\xb5\x2f\xfd',
  'MSCF',
  'ustar',
  '\x7fELF',
  '\xca\xfe\xba\xbe',
  '\xcf\xfa\xed\xfe',
  '\xce\xfa\xed\xfe',
  '\0asm',
  'dex\n',
  'This program ',
  '%PDF-',
  '%!PS',
  '{\\rt',
  '\xd0\xcf\x11\xe0',
  'L\0\0\0\x01\x14\x02\0',
  '#!/',
  '<?=',
] as const;
/** Markup, in lower case. */
const tags = ['<?php', '<?xml', '<script', '<html', '<svg', '<iframe', '<body', '<!doctype'];

/**
 * Whether `length` bytes at the end of a file of `size` bytes can be slack. No mark of a second file may stand in `around`,
 * which holds them all, and more where the image's end is not certain.
 */
export function isSlack(length: number, size: number, around: Uint8Array): boolean {
  const isWholeBlocks = size % SECTOR_BYTES === 0 || length % SECTOR_BYTES === 0;
  if (!isWholeBlocks || length > SLACK_MAX_BYTES) return false;
  const text = Buffer.from(around.buffer, around.byteOffset, around.byteLength);
  if (marks.some((mark) => text.includes(mark, 0, 'latin1'))) return false;
  const lowered = text.toString('latin1').toLowerCase();
  return !tags.some((tag) => lowered.includes(tag)) && !holdsText(around) && !holdsProgram(around);
}

/** Whether there is a longer stretch of printable ASCII than stale memory may hold. */
function holdsText(bytes: Uint8Array): boolean {
  let length = 0;
  for (const byte of bytes) {
    length = isPrintable(byte) ? length + 1 : 0;
    if (length > TEXT_MAX_CHARACTERS) return true;
  }
  return false;
}

const isPrintable = (byte: number): boolean =>
  (byte >= 0x20 && byte <= 0x7e) || byte === 0x09 || byte === 0x0a || byte === 0x0d;

/** Where a DOS header says how far off the header of a Windows program stands (Microsoft PE format, §MS-DOS stub). */
const NEW_HEADER_AT = 0x3c;

/** Whether a Windows program stands anywhere, or anything in its two letters at the beginning. */
function holdsProgram(bytes: Uint8Array): boolean {
  const start = bytes.findIndex((byte) => byte !== 0);
  if (hasMark(bytes, start, 'MZ')) return true;
  for (let at = bytes.indexOf(0x4d); at >= 0; at = bytes.indexOf(0x4d, at + 1)) {
    if (!hasMark(bytes, at, 'MZ') || at + NEW_HEADER_AT + 4 > bytes.byteLength) continue;
    if (hasMark(bytes, at + uint32(bytes, at + NEW_HEADER_AT, 'little'), 'PE\0\0')) return true;
  }
  return false;
}
