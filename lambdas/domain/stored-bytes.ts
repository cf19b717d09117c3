// Reads the bytes of one version for judging: the head, which was read already, and more when a type needs it.

/** How many of an object's first bytes are read at once; most types can be detected there. */
export const HEAD_MAX_BYTES = 64 * 1024;
/** How many bytes of one object are read in all, whatever its size. */
export const TOTAL_MAX_BYTES = 1024 * 1024;
/** How many ranged requests are sent for one object, including that of the head: about half a second of S3's time. */
export const MAX_REQUESTS = 16;
/** How much a document that is read whole is read at once. */
export const PAGE_BYTES = 4 * 1024 * 1024;
/** Pages that are kept: 32 MiB. */
const KEPT_PAGES = 8;
/** How often each byte of a document may be read on average. */
export const WHOLE_MAX_READS = 3;
/** A reader of a few bytes soon reads the following ones too. */
const READ_AHEAD_BYTES = 16 * 1024;

/** Random access to an object's bytes. */
export interface StoredBytes {
  /** Bytes of the whole object. */
  readonly size: number;
  /**
   * Reads from an offset; fewer bytes only at the end of the object. What was read before is not requested again.
   * @throws BudgetExceededError when that would exceed the budget of bytes or requests
   */
  read(start: number, length: number): Promise<Uint8Array>;
}

/** Judging this object would exceed the budget of bytes or requests. */
export class BudgetExceededError extends Error {
  override readonly name = 'BudgetExceededError';
}

/** Stored bytes that count what was read. */
export interface MeteredBytes extends StoredBytes {
  /**
   * The same bytes for a reader of a format that has to be read whole, such as PDF: pages of `PAGE_BYTES`, of which the
   * last few are kept, so that reading in order costs each byte once and memory stays constant. A reader that goes back
   * further than the kept pages reads them again, up to `WHOLE_MAX_READS` times the size in all.
   */
  whole(): StoredBytes;
  readonly bytesRead: number;
  readonly requests: number;
  /** Why the store did not answer. This is no evidence about the bytes; it is thrown once judging has ended. */
  readonly failure?: unknown;
}

/** The budget for judging an object. */
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
  let wholeView: StoredBytes | undefined;

  return {
    size,
    whole() {
      wholeView ??= pagedBytes(size, head, fetchPage);
      return wholeView;
    },
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
      // Refused before a buffer is allocated: a file may state a false length.
      if (end - start > maxBytes) throw new BudgetExceededError(`${end - start} bytes at once`);
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

  async function fetchPage(start: number, length: number): Promise<Uint8Array> {
    if (bytesRead + length > WHOLE_MAX_READS * size + PAGE_BYTES) {
      throw new BudgetExceededError(`${bytesRead} bytes in ${requests} requests were read`);
    }
    return await request(start, length);
  }

  async function request(start: number, length: number): Promise<Uint8Array> {
    if (failure) throw failure;
    requests += 1;
    bytesRead += length;
    try {
      const bytes = await readMore(start, length);
      if (bytes.byteLength !== length) throw new Error(`S3 gave ${bytes.byteLength} of ${length}`);
      return bytes;
    } catch (error) {
      failure = error;
      throw error;
    }
  }

  function chunkAt(at: number) {
    return chunks.find(({ start, bytes }) => start <= at && at < start + bytes.byteLength);
  }

  async function fetchAt(start: number, wantedEnd: number) {
    const nextChunk = chunks.reduce(
      (next, chunk) => (chunk.start > start ? Math.min(next, chunk.start) : next),
      size,
    );
    const needed = Math.min(wantedEnd, nextChunk) - start;
    const left = maxBytes - bytesRead;
    if (needed > left || requests >= maxRequests) {
      throw new BudgetExceededError(`${bytesRead} bytes in ${requests} requests were read`);
    }
    const length = Math.min(Math.max(needed, READ_AHEAD_BYTES), nextChunk - start, left);
    const chunk = { start, bytes: await request(start, length) };
    chunks.push(chunk);
    return chunk;
  }
}

/** Random access by pages; the most recently used ones are kept. */
function pagedBytes(
  size: number,
  head: Uint8Array,
  fetchPage: (start: number, length: number) => Promise<Uint8Array>,
): StoredBytes {
  /** Pages by number, the least recently used first. */
  const pages = new Map<number, Uint8Array>();
  // A small file is its head: nothing is left to request.
  if (head.byteLength === size) pages.set(0, head);

  return {
    size,
    async read(start, length) {
      const end = Math.min(start + length, size);
      if (end <= start) return new Uint8Array();
      const first = Math.floor(start / PAGE_BYTES);
      if (Math.floor((end - 1) / PAGE_BYTES) === first) {
        const page = await pageAt(first);
        return page.subarray(start - first * PAGE_BYTES, end - first * PAGE_BYTES);
      }
      // A file may state a false length: no buffer larger than the kept pages is allocated.
      if (end - start > KEPT_PAGES * PAGE_BYTES) {
        throw new BudgetExceededError(`${end - start} bytes at once`);
      }
      const result = new Uint8Array(end - start);
      for (let at = start; at < end; ) {
        const number = Math.floor(at / PAGE_BYTES);
        const page = await pageAt(number);
        const part = page.subarray(at - number * PAGE_BYTES, end - number * PAGE_BYTES);
        result.set(part, at - start);
        at += part.byteLength;
      }
      return result;
    },
  };

  async function pageAt(number: number): Promise<Uint8Array> {
    const start = number * PAGE_BYTES;
    const page = pages.get(number) ?? (await fetchPage(start, Math.min(PAGE_BYTES, size - start)));
    pages.delete(number);
    pages.set(number, page);
    const [oldest] = pages.keys();
    if (pages.size > KEPT_PAGES && oldest !== undefined) pages.delete(oldest);
    return page;
  }
}
