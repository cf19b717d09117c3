// Which kinds of stream an Ogg file has: the first page of each stands at the start of the file (RFC 3533 §6, RFC 5334 §4).
import type { StoredBytes } from '../stored-bytes.ts';
import { hasMark, uint8 } from './fields.ts';

const PAGE_HEADER_BYTES = 27;
/** Flag of a page that begins a stream. */
const BEGINS_STREAM = 0x02;
/** Streams that are read: film, sound in some languages, an index. */
const MAX_STREAMS = 8;
/** How the codecs of films begin: Theora, Dirac, OGM's video, Daala and VP8. */
const videoMarks = ['\x80theora', 'BBCD\0', '\x01video', '\x80daala', 'OVP80'];

/** Whether one of the streams is video. Throws BudgetExceededError. */
export async function isOggVideo(bytes: StoredBytes): Promise<boolean> {
  let at = 0;
  for (let stream = 0; stream < MAX_STREAMS; stream += 1) {
    const header = await bytes.read(at, PAGE_HEADER_BYTES);
    if (!hasMark(header, 0, 'OggS') || header.byteLength < PAGE_HEADER_BYTES) return false;
    if ((uint8(header, 5) & BEGINS_STREAM) === 0) return false;
    const segments = uint8(header, 26);
    const lacing = await bytes.read(at + PAGE_HEADER_BYTES, segments);
    const body = at + PAGE_HEADER_BYTES + segments;
    const start = await bytes.read(body, 16);
    if (videoMarks.some((mark) => hasMark(start, 0, mark))) return true;
    at = body + lacing.reduce((sum, length) => sum + length, 0);
  }
  return false;
}
