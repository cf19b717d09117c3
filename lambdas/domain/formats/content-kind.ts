// The kind of a file inside another one by its first bytes: a program, an archive, a compound file, or none of these.
import { hasMark } from './fields.ts';

/** Kinds of content that matter inside an archive or a document. */
export type ContentKind = 'program' | 'archive' | 'compound' | 'document' | 'markup';

const marks: readonly (readonly [mark: string, kind: ContentKind, at?: number])[] = [
  ['MZ', 'program'],
  ['\x7fELF', 'program'],
  // Mach-O of 32 and 64 bits in either order, and universal binaries, whose mark Java classes share.
  ['\xfe\xed\xfa\xce', 'program'],
  ['\xfe\xed\xfa\xcf', 'program'],
  ['\xce\xfa\xed\xfe', 'program'],
  ['\xcf\xfa\xed\xfe', 'program'],
  ['\xca\xfe\xba\xbe', 'program'],
  ['dex\n', 'program'],
  ['\0asm', 'program'],
  ['#!/', 'program'],
  ['#! /', 'program'],
  // A shortcut of Windows (MS-SHLLINK, section 2.1), whose class identifier follows its length.
  ['L\0\0\0\x01\x14\x02\0', 'program'],
  ['ITSF', 'program'],
  ['Windows Registry Editor', 'program'],
  ['REGEDIT4', 'program'],
  ['<?php', 'program'],
  ['@echo off', 'program'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'compound'],
  ['PK\x03\x04', 'archive'],
  ['PK\x05\x06', 'archive'],
  ['PK\x07\x08PK', 'archive'],
  ['PK00PK', 'archive'],
  ['Rar!\x1a\x07', 'archive'],
  ['7z\xbc\xaf\x27\x1c', 'archive'],
  ['\x1f\x8b\x08', 'archive'],
  ['\xfd7zXZ\0', 'archive'],
  ['\x28\xb5\x2f\xfd', 'archive'],
  ['\x04\x22\x4d\x18', 'archive'],
  ['LZIP', 'archive'],
  ['MSCF', 'archive'],
  ['xar!', 'archive'],
  ['!<arch>\n', 'archive'],
  ['ustar', 'archive', 257],
  ['**ACE**', 'archive', 7],
  ['{\\rt', 'document'],
  ['%PDF-', 'document'],
  ['ID;P', 'document'],
  ['MIME-Version:', 'document'],
];

const page = /^<(?:!doctype html|html|head|body|script|iframe|hta:application)(?![\w:.-])/;

/** The kind of content, by its first 512 bytes; undefined for what neither runs nor holds further files. */
export function contentKind(head: Uint8Array): ContentKind | undefined {
  for (const [mark, kind, at = 0] of marks) {
    if (hasMark(head, at, mark)) return kind;
  }
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  if (/^BZh[1-9]1AY&SY/.test(text)) return 'archive';
  const start = text
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .slice(0, 32)
    .toLowerCase();
  if (start.startsWith('{\\rt')) return 'document';
  return page.test(start) ? 'markup' : undefined;
}
