// GZIP: walks the members of a file and yields their content (RFC 1952).
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import type { StoredBytes } from '../../stored-bytes.ts';
import { FormatError } from '../evidence.ts';
import { hasMark, uint8, uint16, uint32 } from '../fields.ts';
import { feed, isZlibError } from '../inflate-chunks.ts';
import { readExactly } from '../reading.ts';

/** How much is read and unpacked at a time. */
const CHUNK_BYTES = 256 * 1024;
/** Members up to this size, packed, are unpacked in one call. */
const AT_ONCE_BYTES = 64 * 1024;
const AT_ONCE_MAX_OUTPUT_BYTES = 1024 ** 2;
const FIXED_HEADER_BYTES = 10;
/** Longest optional field of a header: the extra field's own limit. */
const FIELD_MAX_BYTES = 64 * 1024;
const TRAILER_BYTES = 8;
/** Members that any file may have, and bytes for each further one: programs that pack in members make them larger. */
const MEMBERS_FREE = 10_000;
const MEMBER_MIN_BYTES = 1024;
const SIZE_MODULUS = 2 ** 32;

const flag = { headerCrc: 2, extra: 4, name: 8, comment: 16 } as const;

/** Yields the content of all members in order. @throws FormatError when a member is damaged or something else follows */
export async function* gzipContent(bytes: StoredBytes): AsyncGenerator<Uint8Array> {
  let at = 0;
  const most = MEMBERS_FREE + bytes.size / MEMBER_MIN_BYTES;
  for (let members = 0; at < bytes.size; members += 1) {
    if (members >= most) {
      throw new FormatError('unreadable', `The file has more than ${members} members.`);
    }
    if (members > 0 && (await isPadding(bytes, at))) return;
    const start = await skipHeader(bytes, at);
    const member = new Member(bytes, start);
    yield* member.content();
    await member.checkTrailer(at);
    at = member.end;
  }
}

/** Zeros fill up the last block of a tape. */
async function isPadding(bytes: StoredBytes, start: number): Promise<boolean> {
  for (let at = start; at < bytes.size; at += CHUNK_BYTES) {
    const chunk = await bytes.read(at, CHUNK_BYTES);
    if (chunk.some((byte) => byte !== 0)) return false;
  }
  return true;
}

/** The offset of the packed data of the member at this offset. */
async function skipHeader(bytes: StoredBytes, start: number): Promise<number> {
  const header = await readExactly(bytes, start, FIXED_HEADER_BYTES, 'GZIP header');
  const flags = uint8(header, 3);
  if (!hasMark(header, 0, '\x1f\x8b\x08') || flags >= 0x20) {
    throw new FormatError('contradictory', `The bytes at byte ${start} are no GZIP member.`);
  }
  let at = start + FIXED_HEADER_BYTES;
  if (flags & flag.extra) {
    at += 2 + uint16(await readExactly(bytes, at, 2, 'GZIP header'), 0, 'little');
  }
  if (flags & flag.name) at = await skipText(bytes, at);
  if (flags & flag.comment) at = await skipText(bytes, at);
  return flags & flag.headerCrc ? at + 2 : at;
}

async function skipText(bytes: StoredBytes, start: number): Promise<number> {
  const length = (await bytes.read(start, FIELD_MAX_BYTES)).indexOf(0);
  if (length < 0) throw new FormatError('unreadable', 'A name in the GZIP header has no end.');
  return start + length + 1;
}

/** One member, from its packed data on. */
class Member {
  readonly #bytes: StoredBytes;
  readonly #start: number;
  #consumed = 0;
  #crc = 0;
  #length = 0;
  #readTo = 0;

  constructor(bytes: StoredBytes, start: number) {
    this.#bytes = bytes;
    this.#start = start;
  }

  /** Where the next member begins. */
  get end(): number {
    return this.#start + this.#consumed + TRAILER_BYTES;
  }

  async *content(): AsyncGenerator<Uint8Array> {
    const small = this.#unpackAtOnce(await this.#bytes.read(this.#start, AT_ONCE_BYTES));
    for await (const chunk of small ? [small] : this.#unpackInChunks()) {
      this.#crc = crc32(chunk, this.#crc);
      this.#length += chunk.byteLength;
      yield chunk;
    }
  }

  async checkTrailer(memberAt: number): Promise<void> {
    const trailer = await readExactly(
      this.#bytes,
      this.#start + this.#consumed,
      TRAILER_BYTES,
      'GZIP trailer',
    );
    const isSound =
      uint32(trailer, 0, 'little') === this.#crc &&
      uint32(trailer, 4, 'little') === this.#length % SIZE_MODULUS;
    if (!isSound) {
      throw new FormatError(
        'contradictory',
        `The GZIP member at byte ${memberAt} does not have the checksum and size that it claims.`,
      );
    }
  }

  #unpackAtOnce(packed: Uint8Array): Uint8Array | undefined {
    try {
      const { buffer, engine } = inflateRawSync(packed, {
        info: true,
        maxOutputLength: AT_ONCE_MAX_OUTPUT_BYTES,
      }) as unknown as InflateResult;
      this.#consumed = engine.bytesWritten;
      return buffer;
    } catch {
      // Damaged or too large: unpacking in chunks finds out.
      return undefined;
    }
  }

  async *#packedChunks(): AsyncGenerator<Uint8Array> {
    this.#readTo = this.#start;
    while (this.#readTo < this.#bytes.size) {
      const chunk = await this.#bytes.read(this.#readTo, CHUNK_BYTES);
      this.#readTo += chunk.byteLength;
      yield chunk;
    }
  }

  async *#unpackInChunks(): AsyncGenerator<Uint8Array> {
    const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES });
    const feeding = feed(inflate, this.#packedChunks());
    try {
      for await (const chunk of inflate) yield chunk as Uint8Array;
    } catch (error) {
      // A store that did not answer is no evidence about the bytes.
      await feeding;
      if (!isZlibError(error)) throw error;
      throw this.#readTo >= this.#bytes.size
        ? new FormatError('truncated', 'The GZIP file ends within its content.')
        : new FormatError('contradictory', 'The GZIP file cannot be unpacked.');
    } finally {
      inflate.destroy();
    }
    await feeding;
    this.#consumed = inflate.bytesWritten;
  }
}

/** What zlib returns with `info: true`, which its type declarations leave out. */
interface InflateResult {
  readonly buffer: Uint8Array;
  readonly engine: { readonly bytesWritten: number };
}
