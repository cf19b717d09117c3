// One entry of a ZIP as its directory describes it, and the extra fields that extend the description (APPNOTE 6.3, §4.3.12, §4.5).
import { crc32 } from 'node:zlib';
import { FormatError } from '../evidence.ts';
import { uint16, uint32, uint64 } from '../fields.ts';

/** What a field of 32 bits holds when the true number stands in a ZIP64 field. */
export const SEE_ZIP64 = 0xffffffff;
/** Bytes of a directory entry before its name. */
const DIRECTORY_ENTRY_BYTES = 46;

export const STORED = 0;
export const DEFLATED = 8;

const ENCRYPTED = 0x0001;
const SIZES_FOLLOW = 0x0008;
const STRONG_ENCRYPTION = 0x0040;
const UTF8_NAME = 0x0800;
const MASKED_HEADERS = 0x2000;

const ZIP64_FIELD = 0x0001;
/** Extra field with the name in UTF-8 (APPNOTE 6.3, §4.6.9). */
export const UNICODE_PATH_FIELD = 0x7075;
const ASI_UNIX_FIELD = 0x756e;
const PKWARE_UNIX_FIELD = 0x000d;

/** An entry as the directory claims it. */
export interface ZipEntry {
  /** The name, decoded by its flag; of a name in an unknown charset each byte is one character. */
  readonly name: string;
  /** The name as stored. */
  readonly rawName: Uint8Array;
  /** The name that readers of the Unicode path field show instead of `name` (APPNOTE 6.3, §4.6.9). */
  readonly unicodeName?: string | undefined;
  readonly flags: number;
  /** How the data is packed: 0 not at all, 8 DEFLATE. */
  readonly method: number;
  readonly crc: number;
  readonly compressedBytes: number;
  readonly expandedBytes: number;
  /** Where its own header stands, before its data. */
  readonly start: number;
  /** Unix mode with the kind of file; zero where the writer recorded none. */
  readonly mode: number;
  /** Whether an extra field holds the target of a link. */
  readonly hasLinkField: boolean;
}

export const isEncrypted = ({ flags }: ZipEntry): boolean =>
  (flags & (ENCRYPTED | STRONG_ENCRYPTION | MASKED_HEADERS)) !== 0;

/** Whether checksum and sizes follow the data, so that the header before it need not have them. */
export const hasDescriptor = ({ flags }: ZipEntry): boolean => (flags & SIZES_FOLLOW) !== 0;

export const isFolder = ({ name }: ZipEntry): boolean => name.endsWith('/');

/** Reads the directory entry at an offset; `next` is the offset behind it. */
export function readEntry(bytes: Uint8Array, at: number): { entry: ZipEntry; next: number } {
  const nameBytes = uint16(bytes, at + 28, 'little');
  const extraBytes = uint16(bytes, at + 30, 'little');
  const nameAt = at + DIRECTORY_ENTRY_BYTES;
  const extraAt = nameAt + nameBytes;
  const next = extraAt + extraBytes + uint16(bytes, at + 32, 'little');
  if (next > bytes.byteLength) {
    throw new FormatError('truncated', 'An entry runs past the end of the archive’s directory.');
  }
  const rawName = bytes.slice(nameAt, extraAt);
  const flags = uint16(bytes, at + 8, 'little');
  const extra = readExtraFields(bytes.subarray(extraAt, extraAt + extraBytes));
  const name = decodeName(rawName, flags);
  const sizes = widen(bytes, at, extra.get(ZIP64_FIELD), name);
  const unicodeName = unicodePath(extra.get(UNICODE_PATH_FIELD), rawName);
  const entry: ZipEntry = {
    name,
    rawName,
    ...(unicodeName !== undefined && unicodeName !== name && { unicodeName }),
    flags,
    method: uint16(bytes, at + 10, 'little'),
    crc: uint32(bytes, at + 16, 'little'),
    ...sizes,
    mode: modeOf(uint32(bytes, at + 38, 'little') >>> 16, extra.get(ASI_UNIX_FIELD)),
    hasLinkField: isLink(extra),
  };
  return { entry, next };
}

/**
 * Extra fields by their ids. Programs differ in what they take from a field that occurs twice, so that only the first of
 * those that matter here may occur; bytes that form no field are padding, as some programs write.
 */
export function readExtraFields(extra: Uint8Array): ReadonlyMap<number, Uint8Array> {
  const fields = new Map<number, Uint8Array>();
  for (let at = 0; at + 4 <= extra.byteLength; ) {
    const id = uint16(extra, at, 'little');
    const length = uint16(extra, at + 2, 'little');
    if (at + 4 + length > extra.byteLength) break;
    if (fields.has(id) && decisive.has(id)) {
      throw new FormatError('contradictory', 'An entry of the archive has an extra field twice.');
    }
    if (!fields.has(id)) fields.set(id, extra.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return fields;
}

const decisive: ReadonlySet<number> = new Set([ZIP64_FIELD, UNICODE_PATH_FIELD]);

/** Names are UTF-8 by their flag; without it they are in an unknown charset, often UTF-8 nevertheless. */
function decodeName(raw: Uint8Array, flags: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    if ((flags & UTF8_NAME) !== 0) {
      throw new FormatError(
        'contradictory',
        'An entry’s name is not in UTF-8, as its flag claims.',
      );
    }
    return Buffer.from(raw).toString('latin1');
  }
}

/** The Unicode path field counts only with the checksum of the name that it replaces. */
export function unicodePath(
  field: Uint8Array | undefined,
  rawName: Uint8Array,
): string | undefined {
  if (!field || field.byteLength < 5 || field[0] !== 1) return undefined;
  if (uint32(field, 1, 'little') !== crc32(rawName)) return undefined;
  return new TextDecoder().decode(field.subarray(5));
}

/** The kind of file may stand in a field of its own too (Info-ZIP's ASi field). */
const modeOf = (attributes: number, asi: Uint8Array | undefined): number =>
  asi && asi.byteLength >= 6 ? uint16(asi, 4, 'little') : attributes;

const FILE_TYPE = 0o170000;
const LINK = 0o120000;

/** Whether extra fields make a link of an entry: by its mode, or by bytes behind times and owners (APPNOTE 6.3, §4.5.7). */
export const isLink = (extra: ReadonlyMap<number, Uint8Array>): boolean =>
  (extra.get(PKWARE_UNIX_FIELD)?.byteLength ?? 0) > 12 ||
  (modeOf(0, extra.get(ASI_UNIX_FIELD)) & FILE_TYPE) === LINK;

type Sizes = Pick<ZipEntry, 'expandedBytes' | 'compressedBytes' | 'start'>;

/** Takes what does not fit its field from the ZIP64 field, which has only those, in this order (APPNOTE 6.3, §4.5.3). */
function widen(bytes: Uint8Array, at: number, zip64: Uint8Array | undefined, name: string): Sizes {
  let used = 0;
  const take = (value: number): number => {
    if (value !== SEE_ZIP64 || !zip64) return value;
    if (used + 8 > zip64.byteLength) {
      const detail = `The entry ${JSON.stringify(name.slice(0, 100))} lacks its ZIP64 sizes.`;
      throw new FormatError('contradictory', detail);
    }
    used += 8;
    return uint64(zip64, used - 8, 'little');
  };
  const expandedBytes = take(uint32(bytes, at + 24, 'little'));
  const compressedBytes = take(uint32(bytes, at + 20, 'little'));
  return { expandedBytes, compressedBytes, start: take(uint32(bytes, at + 42, 'little')) };
}
