// Reads the hyperlink object of workbooks (MS-OSHARED, section 2.3.7).
import { FormatError } from '../evidence.ts';
import { uint16, uint32 } from '../fields.ts';
import { linkFinding } from '../office/relation-rules.ts';
import type { Link } from './biff/virtual-path.ts';

const flag = {
  hasMoniker: 0x001,
  hasLocation: 0x008,
  hasDisplayName: 0x010,
  hasFrameName: 0x080,
  isString: 0x100,
} as const;

/** Class identifiers of a URL moniker and of a file moniker, as their bytes stand in the file. */
const URL_MONIKER = 'e0c9ea79f9bace118c8200aa004ba90b';
const FILE_MONIKER = '0303000000000000c000000000000046';

/** Reads the object from its version on; its target is judged as a link that a person clicks. */
export function hyperlinkFinding(object: Uint8Array): Link | undefined {
  const target = targetOf(object);
  if (target === undefined) return undefined;
  const kind = linkFinding(target);
  return kind && { kind, target };
}

function targetOf(object: Uint8Array): string | undefined {
  const flags = uint32(object, 4, 'little');
  let at = 8;
  const nextString = (): string => {
    const bytes = uint32(object, at, 'little') * 2;
    const text = utf16(object, at + 4, bytes);
    at += 4 + bytes;
    return text;
  };
  if (flags & flag.hasDisplayName) nextString();
  if (flags & flag.hasFrameName) nextString();
  if (!(flags & flag.hasMoniker)) return undefined;
  if (flags & flag.isString) return nextString();
  const id = Buffer.from(object.subarray(at, at + 16)).toString('hex');
  if (id === URL_MONIKER) return urlOf(object, at + 16);
  if (id === FILE_MONIKER) return fileOf(object, at + 16);
  throw new FormatError('unreadable', 'A link of it is of an unknown kind.');
}

const urlOf = (object: Uint8Array, at: number): string =>
  utf16(object, at + 4, uint32(object, at, 'little')).split('\0', 1)[0] ?? '';

/** A path in one byte for each character, and behind 24 bytes perhaps once more in Unicode, which counts. */
function fileOf(object: Uint8Array, at: number): string {
  const upwards = uint16(object, at, 'little');
  const length = uint32(object, at + 2, 'little');
  const end = at + 6 + length;
  if (end > object.byteLength) throw new FormatError('truncated', 'A link of it lacks its end.');
  const short =
    Buffer.from(object.subarray(at + 6, end))
      .toString('latin1')
      .split('\0', 1)[0] ?? '';
  const unicodeBytes = uint32(object, end + 24, 'little');
  const path =
    unicodeBytes === 0 ? short : utf16(object, end + 34, uint32(object, end + 28, 'little'));
  return `${'..\\'.repeat(Math.min(upwards, 8))}${path}`;
}

function utf16(bytes: Uint8Array, at: number, length: number): string {
  if (at + length > bytes.byteLength)
    throw new FormatError('truncated', 'A link of it lacks its end.');
  return Buffer.from(bytes.subarray(at, at + length))
    .toString('utf16le')
    .replace(/\0$/, '');
}
