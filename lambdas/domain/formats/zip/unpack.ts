// Unpacks a ZIP's entry in constant memory and checks its size and checksum.
import { constants, crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import type { StoredBytes } from '../../stored-bytes.ts';
import { FormatError } from '../evidence.ts';
import { feed, isZlibError } from '../inflate-chunks.ts';
import { DEFLATED, STORED } from './entry.ts';
import { damaged, type PlacedEntry } from './places.ts';

/** How much is read and unpacked at a time. */
const CHUNK_BYTES = 256 * 1024;
/** Entries up to this size, unpacked, are unpacked in one call, which is faster for the many small parts of documents. */
const AT_ONCE_MAX_BYTES = 1024 ** 2;

/** Yields an entry's content in chunks. @throws FormatError when it is not what the directory says. */
export async function* unpack(bytes: StoredBytes, entry: PlacedEntry): AsyncGenerator<Uint8Array> {
  let length = 0;
  let crc = 0;
  for await (const chunk of chunksOf(bytes, entry)) {
    length += chunk.byteLength;
    if (length > entry.expandedBytes) break;
    crc = crc32(chunk, crc);
    yield chunk;
  }
  if (length !== entry.expandedBytes) {
    throw damaged(entry, `does not unpack to the ${entry.expandedBytes} bytes that it claims`);
  }
  if (crc !== entry.crc) throw damaged(entry, 'does not have the checksum that it claims');
}

function chunksOf(
  bytes: StoredBytes,
  entry: PlacedEntry,
): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  if (entry.method === STORED) {
    if (entry.compressedBytes !== entry.expandedBytes) {
      throw damaged(entry, 'is not packed, but claims two sizes');
    }
    return packedChunks(bytes, entry);
  }
  if (entry.method !== DEFLATED) throw unreadableMethod(entry);
  return entry.expandedBytes <= AT_ONCE_MAX_BYTES && entry.compressedBytes <= AT_ONCE_MAX_BYTES
    ? inflateAtOnce(bytes, entry)
    : inflateInChunks(bytes, entry);
}

async function* packedChunks(bytes: StoredBytes, entry: PlacedEntry): AsyncGenerator<Uint8Array> {
  const end = entry.dataStart + entry.compressedBytes;
  for (let at = entry.dataStart; at < end; at += CHUNK_BYTES) {
    yield await bytes.read(at, Math.min(CHUNK_BYTES, end - at));
  }
}

async function* inflateAtOnce(bytes: StoredBytes, entry: PlacedEntry): AsyncGenerator<Uint8Array> {
  // Some programs say that an empty entry is packed.
  if (entry.compressedBytes === 0 && entry.expandedBytes === 0) return;
  const packed = await bytes.read(entry.dataStart, entry.compressedBytes);
  let unpacked: InflateResult;
  try {
    unpacked = inflateRawSync(packed, {
      info: true,
      // Node rejects a limit of zero; one byte too many is noticed by the caller.
      maxOutputLength: entry.expandedBytes + 1,
    }) as unknown as InflateResult;
  } catch {
    throw cannotUnpack(entry);
  }
  if (unpacked.engine.bytesWritten !== entry.compressedBytes) throw leftOver(entry);
  yield unpacked.buffer;
}

/** What zlib returns with `info: true`, which its type declarations leave out. */
interface InflateResult {
  readonly buffer: Uint8Array;
  readonly engine: { readonly bytesWritten: number };
}

async function* inflateInChunks(
  bytes: StoredBytes,
  entry: PlacedEntry,
): AsyncGenerator<Uint8Array> {
  const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES });
  const feeding = feed(inflate, packedChunks(bytes, entry));
  try {
    for await (const chunk of inflate) yield chunk as Uint8Array;
  } catch (error) {
    // A store that did not answer is no evidence about the bytes.
    await feeding;
    throw isZlibError(error) ? cannotUnpack(entry) : error;
  } finally {
    inflate.destroy();
  }
  await feeding;
  if (inflate.bytesWritten !== entry.compressedBytes) throw leftOver(entry);
}

/** All of an entry's content; for entries whose size the caller limits. */
export async function unpackWhole(bytes: StoredBytes, entry: PlacedEntry): Promise<Uint8Array> {
  const content = new Uint8Array(entry.expandedBytes);
  let at = 0;
  for await (const chunk of unpack(bytes, entry)) {
    content.set(chunk, at);
    at += chunk.byteLength;
  }
  return content;
}

/** How much packed data is read to see what an entry is. */
const HEAD_PACKED_BYTES = 1024;
const HEAD_BYTES = 512;

/** The first bytes of an entry's content, of which the first 512 show what it is; fewer where it ends earlier. */
export async function unpackHead(bytes: StoredBytes, entry: PlacedEntry): Promise<Uint8Array> {
  const packed = await bytes.read(
    entry.dataStart,
    Math.min(HEAD_PACKED_BYTES, entry.compressedBytes),
  );
  if (entry.method === STORED) {
    if (entry.compressedBytes !== entry.expandedBytes) {
      throw damaged(entry, 'is not packed, but claims two sizes');
    }
    return packed.subarray(0, HEAD_BYTES);
  }
  if (entry.method !== DEFLATED) throw unreadableMethod(entry);
  const head = inflateStart(packed, entry);
  if (head.byteLength > entry.expandedBytes) {
    throw damaged(entry, `unpacks to more than the ${entry.expandedBytes} bytes that it claims`);
  }
  return head.subarray(0, HEAD_BYTES);
}

function inflateStart(packed: Uint8Array, entry: PlacedEntry): Uint8Array {
  try {
    return inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    throw cannotUnpack(entry);
  }
}

const cannotUnpack = (entry: PlacedEntry): FormatError => damaged(entry, 'cannot be unpacked');
const leftOver = (entry: PlacedEntry): FormatError =>
  damaged(entry, 'has bytes behind the end of its packed data');
const unreadableMethod = ({ name, method }: PlacedEntry): FormatError =>
  new FormatError(
    'unreadable',
    `The entry ${JSON.stringify(name.slice(0, 100))} is packed by method ${method}, which is not supported; DEFLATE is.`,
  );
