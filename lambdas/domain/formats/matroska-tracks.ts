// Which kinds of track a Matroska or WebM file has (RFC 8794 §4 and §5, RFC 9559 §5.1.4): one without video is sound.
import { BudgetExceededError, type StoredBytes } from '../stored-bytes.ts';

const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const TRACKS = 0x1654ae6b;
const CLUSTER = 0x1f43b675;
const TRACK_ENTRY = 0xae;
const TRACK_TYPE = 0x83;
const VIDEO = 1;

/** Elements that are read before the tracks, which writers put first. */
const MAX_ELEMENTS = 64;
/** Longest identifier and longest length. */
const HEADER_MAX_BYTES = 12;

interface Element {
  readonly id: number;
  readonly body: number;
  /** The file's end where the length is unknown. */
  readonly end: number;
}

/** Whether there are tracks and none of them is video; false where no tracks are found before the media. */
export async function isMatroskaSound(bytes: StoredBytes): Promise<boolean> {
  try {
    let types: number[] = [];
    for await (const top of elements(bytes, 0, bytes.size)) {
      if (top.id === EBML) continue;
      if (top.id !== SEGMENT) break;
      for await (const inner of elements(bytes, top.body, top.end)) {
        if (inner.id === CLUSTER) break;
        if (inner.id === TRACKS) types = [...types, ...(await trackTypes(bytes, inner))];
      }
      break;
    }
    return types.length > 0 && !types.includes(VIDEO);
  } catch (error) {
    // The reader of the format reports what is wrong.
    if (error instanceof BudgetExceededError) return false;
    throw error;
  }
}

async function trackTypes(bytes: StoredBytes, tracks: Element): Promise<number[]> {
  const types: number[] = [];
  for await (const entry of elements(bytes, tracks.body, tracks.end)) {
    if (entry.id !== TRACK_ENTRY) continue;
    for await (const field of elements(bytes, entry.body, entry.end)) {
      if (field.id !== TRACK_TYPE) continue;
      const value = await bytes.read(field.end - 1, 1);
      types.push(value[0] ?? 0);
    }
  }
  return types;
}

async function* elements(bytes: StoredBytes, from: number, to: number): AsyncGenerator<Element> {
  let at = from;
  for (let count = 0; count < MAX_ELEMENTS && at < to; count += 1) {
    const element = readElement(await bytes.read(at, HEADER_MAX_BYTES), at, to);
    if (!element) return;
    yield element;
    at = element.end;
  }
}

/** An element's header: an identifier of one to four bytes, then a length of one to eight (RFC 8794 §4). */
function readElement(header: Uint8Array, at: number, limit: number): Element | undefined {
  const idBytes = Math.clz32(header[0] ?? 0) - 23;
  const lengthBytes = Math.clz32(header[idBytes] ?? 0) - 23;
  if (idBytes > 4 || lengthBytes > 8 || header.byteLength < idBytes + lengthBytes) return undefined;
  const id = header.subarray(0, idBytes).reduce((value, byte) => value * 256 + byte, 0);
  const marker = 2 ** (7 * lengthBytes);
  const coded = header
    .subarray(idBytes, idBytes + lengthBytes)
    .reduce((value, byte) => value * 256 + byte, 0);
  const body = at + idBytes + lengthBytes;
  const length = coded - marker;
  // All ones stand for a length that is not known.
  const end = length >= marker - 1 ? limit : body + length;
  return end <= limit ? { id, body, end } : undefined;
}
