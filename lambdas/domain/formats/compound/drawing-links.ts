// Pictures in drawings that lie elsewhere: shape properties that name a linked file (MS-ODRAW, sections 2.2.9 and 2.3.23).
import type { StoredBytes } from '../../stored-bytes.ts';
import { addressKind } from '../address.ts';
import { FormatError } from '../evidence.ts';
import { uint16, uint32 } from '../fields.ts';

const HEADER_BYTES = 8;
/** Bytes of a property; what does not fit stands behind the last one. */
const PROPERTY_BYTES = 6;
/** Longest table of properties that is searched. */
const TABLE_MAX_BYTES = 64 * 1024;
/** Properties of one shape; there are about 300 different ones. */
const MAX_PROPERTIES = 512;
/** How much of a stream is read at a time. */
const CHUNK_BYTES = 256 * 1024;
/** Tables of properties: the first, second and third of a shape. */
const tableTypes: ReadonlySet<number> = new Set([0xf00b, 0xf121, 0xf122]);
/** Names of the pictures of a shape, of its filling and of its line; the flags are the next property. */
const nameProperties: ReadonlySet<number> = new Set([0x0105, 0x0187, 0x01c7]);
/** The picture is not in the file (`msoblipflagLinkToFile`). */
const LINKED_FLAG = 0x8;
const COMPLEX_FLAG = 0x8000;

/** The addresses of linked pictures in all tables of properties among these bytes that lead to other computers. */
export function linkedPictures(bytes: Uint8Array): string[] {
  const found: string[] = [];
  // Tables that do not overlap cannot have more properties.
  let left = Math.ceil(bytes.byteLength / PROPERTY_BYTES) + MAX_PROPERTIES;
  for (let at = 0; at + HEADER_BYTES <= bytes.byteLength; at += 1) {
    // The version of a table is 3, the second byte of its type 0xf0 or 0xf1.
    if (((bytes[at] ?? 0) & 0xf) !== 3 || ((bytes[at + 3] ?? 0) & 0xfe) !== 0xf0) continue;
    if (!tableTypes.has(uint16(bytes, at + 2, 'little'))) continue;
    const length = uint32(bytes, at + 4, 'little');
    const start = at + HEADER_BYTES;
    if (length > TABLE_MAX_BYTES || start + length > bytes.byteLength) continue;
    const count = uint16(bytes, at, 'little') >> 4;
    left -= count;
    if (left < 0) throw new FormatError('unreadable', 'Tables of its shapes overlap.');
    found.push(...linksIn(bytes.subarray(start, start + length), count));
  }
  return found;
}

/** The same for a whole stream. */
export async function linkedPicturesIn(stream: StoredBytes): Promise<string[]> {
  const found: string[] = [];
  for (let at = 0; at < stream.size; at += CHUNK_BYTES) {
    // A table that begins in this chunk may end in the next one.
    found.push(...linkedPictures(await stream.read(at, CHUNK_BYTES + TABLE_MAX_BYTES)));
  }
  return found;
}

/** Searches drawings that are written in pieces, one after the other. */
export class DrawingSearch {
  readonly #report: (link: string) => void;
  #pieces: Uint8Array[] = [];
  #length = 0;

  constructor(report: (link: string) => void) {
    this.#report = report;
  }

  /** The next piece; it may be overwritten afterwards. */
  push(piece: Uint8Array): void {
    this.#pieces.push(Uint8Array.from(piece));
    this.#length += piece.byteLength;
    if (this.#length < CHUNK_BYTES) return;
    const bytes = this.end();
    // A table that begins here may end in the next pieces.
    const rest = bytes.subarray(-TABLE_MAX_BYTES - HEADER_BYTES);
    this.#pieces = [rest];
    this.#length = rest.byteLength;
  }

  /** Searches what was not searched yet. */
  end(): Uint8Array {
    const bytes = Buffer.concat(this.#pieces);
    for (const link of linkedPictures(bytes)) this.#report(link);
    return bytes;
  }
}

function linksIn(table: Uint8Array, count: number): string[] {
  if (count > MAX_PROPERTIES) {
    throw new FormatError('unreadable', `A shape of it has ${count} properties.`);
  }
  /** Where each name stands. */
  const names = new Map<number, { readonly start: number; readonly end: number }>();
  const flags = new Map<number, number>();
  let data = count * PROPERTY_BYTES;
  if (data > table.byteLength) return [];
  for (let index = 0; index < count; index += 1) {
    const property = uint16(table, index * PROPERTY_BYTES, 'little');
    const value = uint32(table, index * PROPERTY_BYTES + 2, 'little');
    const id = property & 0x3fff;
    if (!(property & COMPLEX_FLAG)) {
      flags.set(id, value);
      continue;
    }
    if (nameProperties.has(id)) names.set(id, { start: data, end: data + value });
    data += value;
  }
  return [...names]
    .filter(([id]) => ((flags.get(id + 1) ?? 0) & LINKED_FLAG) !== 0)
    .map(([, { start, end }]) => nameIn(table.subarray(start, end)))
    .filter((name) => {
      const kind = addressKind(name);
      return kind !== 'local' && kind !== 'inside';
    });
}

const nameIn = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('utf16le').split('\0', 1)[0] ?? '';
