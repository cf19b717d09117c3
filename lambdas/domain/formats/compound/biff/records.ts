// Splits a workbook's stream into records (MS-XLS, section 2.1.4).
import type { StoredBytes } from '../../../stored-bytes.ts';
import { FormatError } from '../../evidence.ts';
import { uint16 } from '../../fields.ts';

/** How much is read at a time. */
const CHUNK_BYTES = 256 * 1024;
/** Longest data of a record (MS-XLS, section 2.1.4). */
const RECORD_MAX_BYTES = 8224;
const HEADER_BYTES = 4;

/** A record with its data. */
export interface BiffRecord {
  readonly id: number;
  /** Where its header stands in the stream. */
  readonly at: number;
  readonly data: Uint8Array;
}

/** Every record from the beginning to the end of the stream, or to where only padding follows. @throws FormatError */
export async function* biffRecords(stream: StoredBytes): AsyncGenerator<BiffRecord> {
  let chunk: Uint8Array = new Uint8Array();
  let chunkStart = 0;
  for (let at = 0; at + HEADER_BYTES <= stream.size; ) {
    const isInside = at + HEADER_BYTES + RECORD_MAX_BYTES <= chunkStart + chunk.byteLength;
    if (!isInside && chunkStart + chunk.byteLength < stream.size) {
      chunk = await stream.read(at, CHUNK_BYTES);
      chunkStart = at;
    }
    const from = at - chunkStart;
    const id = uint16(chunk, from, 'little');
    const length = uint16(chunk, from + 2, 'little');
    if (length > RECORD_MAX_BYTES) {
      throw new FormatError('contradictory', `The record at byte ${at} has ${length} bytes.`);
    }
    const end = from + HEADER_BYTES + length;
    if (end > chunk.byteLength) {
      throw new FormatError('truncated', `The record at byte ${at} lacks its end.`);
    }
    yield { id, at, data: chunk.subarray(from + HEADER_BYTES, end) };
    at += HEADER_BYTES + length;
  }
}
