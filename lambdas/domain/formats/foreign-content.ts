// Content of another kind inside a file: the second half of a polyglot. Looks at what was read anyway, in one pass.
import { type ForeignContent, foreignKinds } from './evidence.ts';
import { hasMark, uint16, uint32 } from './fields.ts';

const LESS_THAN = 0x3c;
const PERCENT = 0x25;
const LETTER_P = 0x50;
/** The end record of a ZIP directory, which is all that an unpacker looks for (APPNOTE 6.3 §4.3.16). */
const ZIP_END = 'PK\x05\x06';
const ZIP_END_BYTES = 22;

/** Tags that make a browser run something, or read on as a page. */
const tags: Readonly<Record<string, ForeignContent['kind']>> = {
  script: 'HTML',
  html: 'HTML',
  body: 'HTML',
  head: 'HTML',
  iframe: 'HTML',
  object: 'HTML',
  embed: 'HTML',
  img: 'HTML',
  svg: 'SVG',
  '!doctype': 'HTML',
  '?php': 'PHP',
};
const TAG_MAX_LENGTH = 9;
const HEADER_BYTES = 16;

/**
 * The first mark of a page, a PHP program, a PDF or a ZIP directory among these bytes, which begin at `offset`, of these kinds.
 * The marks are so long that in compressed pixels they occur by chance once in some ten thousand files of 512 KiB.
 */
export function findForeign(
  bytes: Uint8Array,
  offset = 0,
  kinds: readonly ForeignContent['kind'][] = foreignKinds,
): ForeignContent | undefined {
  if (offset === 0 && kinds.includes('script') && isScript(bytes)) return { kind: 'script', at: 0 };
  for (let at = 0; at < bytes.byteLength; at += 1) {
    const kind = kindAt(bytes, at);
    if (kind && kinds.includes(kind)) return { kind, at: offset + at };
  }
  return undefined;
}

/**
 * A header that opens a comment of JavaScript, and a later place that closes it and goes on as a statement: the mark
 * is a variable then, as in `GIF89a/*…*\/=1`.
 */
function isScript(bytes: Uint8Array): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const opening = file.subarray(0, HEADER_BYTES).indexOf('/*');
  if (opening < 0) return false;
  return ['*/=', '*/;', '*/('].some((closing) => file.indexOf(closing, opening) >= 0);
}

function kindAt(bytes: Uint8Array, at: number): ForeignContent['kind'] | undefined {
  switch (bytes[at]) {
    case LESS_THAN:
      return tagAt(bytes, at + 1);
    case PERCENT:
      return hasMark(bytes, at, '%PDF-') ? 'PDF' : undefined;
    case LETTER_P:
      return isZipEnd(bytes, at) ? 'ZIP' : undefined;
    default:
      return undefined;
  }
}

/** A tag's name must end as tags do: what merely begins like one is chance. */
function tagAt(bytes: Uint8Array, start: number): ForeignContent['kind'] | undefined {
  if (hasMark(bytes, start, '?=$_')) return 'PHP';
  let name = '';
  for (let at = start; at < start + TAG_MAX_LENGTH && at < bytes.byteLength; at += 1) {
    const character = String.fromCharCode(bytes[at] ?? 0);
    if (/[\s/>]/.test(character)) return Object.hasOwn(tags, name) ? tags[name] : undefined;
    if (!/[a-z!?]/i.test(character)) return undefined;
    name += character.toLowerCase();
  }
  return undefined;
}

/** Four bytes occur by chance too often, so the record must be sound: one disk, and as many entries there as in all. */
function isZipEnd(bytes: Uint8Array, at: number): boolean {
  if (!hasMark(bytes, at, ZIP_END)) return false;
  if (at + ZIP_END_BYTES > bytes.byteLength) return false;
  const isOneDisk = uint32(bytes, at + 4) === 0;
  return isOneDisk && uint16(bytes, at + 8) === uint16(bytes, at + 10);
}
