// The bytes of one version as judging reads them: the head that is there already, and a little more where a type needs it.

/** How many of an object's first bytes are read at once; most types show themselves there. */
export const HEAD_MAX_BYTES = 64 * 1024;
/** How many bytes of one object are read in all, whatever its size. */
export const TOTAL_MAX_BYTES = 1024 * 1024;
/** How many ranged requests one object is worth, the head's included: about half a second of S3's time. */
export const MAX_REQUESTS = 16;
/** Whoever reads a little soon reads the next bit too. */
const READ_AHEAD_BYTES = 16 * 1024;

/** Random access to an object's bytes. */
export interface StoredBytes {
  /** Bytes of the whole object. */
  readonly size: number;
  /**
   * Reads from an offset; fewer bytes only at the end of the object. What was read before is not requested again.
   * @throws OutOfBudget when that would exceed the budget of bytes or requests
   */
  read(start: number, length: number): Promise<Uint8Array>;
}

/** Judging this object would read more than any object is worth. */
export class OutOfBudget extends Error {
  override readonly name = 'OutOfBudget';
}

/** Stored bytes that know what reading them took. */
export interface MeteredBytes extends StoredBytes {
  readonly bytesRead: number;
  readonly requests: number;
  /** Why the store did not answer: no evidence about the bytes, and to be thrown once judging is done. */
  readonly failure?: unknown;
}

/** What an object may cost to judge. */
export interface ReadBudget {
  readonly maxBytes: number;
  readonly maxRequests: number;
}

/** Opens an object of which the head was read by one request; `readMore` gives exactly the bytes asked for. */
export function storedBytes(
  { bytes: head, size }: { readonly bytes: Uint8Array; readonly size: number },
  readMore: (start: number, length: number) => Promise<Uint8Array>,
  { maxBytes, maxRequests }: ReadBudget = { maxBytes: TOTAL_MAX_BYTES, maxRequests: MAX_REQUESTS },
): MeteredBytes {
  const chunks = [{ start: 0, bytes: head }];
  let bytesRead = head.byteLength;
  let requests = 1;
  let failure: unknown;

  return {
    size,
    get bytesRead() {
      return bytesRead;
    },
    get requests() {
      return requests;
    },
    get failure() {
      return failure;
    },
    async read(start, length) {
      const end = Math.min(start + length, size);
      if (end <= start) return new Uint8Array();
      const whole = chunkAt(start);
      if (whole && end <= whole.start + whole.bytes.byteLength) {
        return whole.bytes.subarray(start - whole.start, end - whole.start);
      }
      // Refused before anything is set aside: a length may be a lie of the file's.
      if (end - start > maxBytes) throw new OutOfBudget(`${end - start} bytes at once`);
      const result = new Uint8Array(end - start);
      for (let at = start; at < end; ) {
        const chunk = chunkAt(at) ?? (await fetchAt(at, end));
        const part = chunk.bytes.subarray(at - chunk.start, end - chunk.start);
        result.set(part, at - start);
        at += part.byteLength;
      }
      return result;
    },
  };

  function chunkAt(at: number) {
    return chunks.find(({ start, bytes }) => start <= at && at < start + bytes.byteLength);
  }

  async function fetchAt(start: number, wantedEnd: number) {
    if (failure) throw failure;
    const nextChunk = chunks.reduce(
      (next, chunk) => (chunk.start > start ? Math.min(next, chunk.start) : next),
      size,
    );
    const needed = Math.min(wantedEnd, nextChunk) - start;
    const left = maxBytes - bytesRead;
    if (needed > left || requests >= maxRequests) {
      throw new OutOfBudget(`${bytesRead} bytes in ${requests} requests were read`);
    }
    const length = Math.min(Math.max(needed, READ_AHEAD_BYTES), nextChunk - start, left);
    requests += 1;
    bytesRead += length;
    try {
      const bytes = await readMore(start, length);
      if (bytes.byteLength !== length) throw new Error(`S3 gave ${bytes.byteLength} of ${length}`);
      const chunk = { start, bytes };
      chunks.push(chunk);
      return chunk;
    } catch (error) {
      failure = error;
      throw error;
    }
  }
}
