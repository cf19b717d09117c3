// The paged view of stored bytes, by which formats are read whole: what it returns, what it requests, and what it refuses.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MiB } from '../../lambdas/domain/sizes.ts';
import {
  BudgetExceededError,
  PAGE_BYTES,
  storedBytes,
  WHOLE_MAX_READS,
} from '../../lambdas/domain/stored-bytes.ts';

/** The view keeps this many pages. */
const keptPages = 8;
const blockBytes = 4096;

/** Bytes of an object that is never in memory as a whole: each block is filled with a different number. */
function bytesAt(start: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = start; at < start + length; ) {
    const block = Math.floor(at / blockBytes);
    const end = Math.min((block + 1) * blockBytes, start + length);
    bytes.fill(block % 251, at - start, end - start);
    at = end;
  }
  return bytes;
}

/** Opens an object of so many bytes; the numbers of the requested pages are listed. */
function openWhole(size: number, headBytes = Math.min(size, 64 * 1024)) {
  const requested: { start: number; length: number }[] = [];
  const stored = storedBytes({ bytes: bytesAt(0, headBytes), size }, async (start, length) => {
    requested.push({ start, length });
    return bytesAt(start, length);
  });
  const pages = () => requested.map(({ start }) => start / PAGE_BYTES);
  return { stored, whole: stored.whole(), requested, pages };
}

describe('the paged view of stored bytes', () => {
  it('stored bytes have one paged view, so that its pages are kept between two readers', () => {
    const { stored, whole } = openWhole(MiB);
    expect(stored.whole()).toBe(whole);
    expect(whole.size).toBe(MiB);
  });

  it('serves an object that is its head without any request', async () => {
    const { stored, whole, requested } = openWhole(10_000);
    expect(await whole.read(4000, 1000)).toEqual(bytesAt(4000, 1000));
    expect(requested).toEqual([]);
    expect(stored).toMatchObject({ requests: 1, bytesRead: 10_000 });
  });

  it('requests each page of a document once when it is read in order', async () => {
    const size = 3 * PAGE_BYTES + 1000;
    const { stored, whole, requested } = openWhole(size);
    const stepBytes = MiB - 17;
    for (let at = 0; at < size; at += stepBytes) {
      const expected = bytesAt(at, Math.min(stepBytes, size - at));
      expect(Buffer.compare(await whole.read(at, stepBytes), expected)).toBe(0);
    }
    expect(requested).toEqual([
      { start: 0, length: PAGE_BYTES },
      { start: PAGE_BYTES, length: PAGE_BYTES },
      { start: 2 * PAGE_BYTES, length: PAGE_BYTES },
      { start: 3 * PAGE_BYTES, length: 1000 },
    ]);
    expect(stored).toMatchObject({ requests: 5, bytesRead: 64 * 1024 + size });
  });

  it('returns fewer bytes only at the end of the object, also for a length that is a lie', async () => {
    const size = PAGE_BYTES + 10;
    const { whole } = openWhole(size);
    expect(await whole.read(size - 4, Number.MAX_SAFE_INTEGER)).toEqual(bytesAt(size - 4, 4));
    expect(await whole.read(PAGE_BYTES - 2, 1000)).toEqual(bytesAt(PAGE_BYTES - 2, 12));
    expect(await whole.read(size, 1)).toHaveLength(0);
    expect(await whole.read(size + 5, 1)).toHaveLength(0);
    expect(await whole.read(5, 0)).toHaveLength(0);
  });

  it('requests nothing for an empty range behind the end', async () => {
    const { whole, requested } = openWhole(PAGE_BYTES);
    await whole.read(PAGE_BYTES, 100);
    await whole.read(10, 0);
    expect(requested).toEqual([]);
  });

  it('requests one page for a range that ends where the page ends', async () => {
    const { whole, pages } = openWhole(3 * PAGE_BYTES);
    await whole.read(PAGE_BYTES, PAGE_BYTES);
    expect(pages()).toEqual([1]);
    await whole.read(PAGE_BYTES - 1, 1);
    expect(pages()).toEqual([1, 0]);
  });

  it('keeps the eight pages that were used last', async () => {
    const { whole, pages } = openWhole((keptPages + 2) * PAGE_BYTES);
    const use = (page: number) => whole.read(page * PAGE_BYTES, 1);
    for (let page = 0; page < keptPages; page += 1) await use(page);
    await use(0);
    await use(keptPages);
    // Page 1 is the one that was not used for longest.
    await use(0);
    expect(pages()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    await use(1);
    expect(pages().at(-1)).toBe(1);
    await use(3);
    expect(pages()).toHaveLength(10);
    await use(2);
    expect(pages()).toHaveLength(11);
  });

  it('reads as many bytes at once as it keeps, and refuses more', async () => {
    const { whole, requested } = openWhole((keptPages + 1) * PAGE_BYTES);
    const most = keptPages * PAGE_BYTES;
    await expect(whole.read(1, most + 1)).rejects.toThrow(
      new BudgetExceededError(`${most + 1} bytes at once`),
    );
    expect(requested).toEqual([]);
    const bytes = await whole.read(1, most);
    expect(Buffer.compare(bytes, bytesAt(1, most))).toBe(0);
  });

  it('reads each byte three times on average and one page more, then refuses', async () => {
    const size = 10 * PAGE_BYTES;
    const { stored, whole, requested } = openWhole(size, 0);
    // Nine pages in turn: the one that is wanted is never among the eight that are kept.
    const read = async (turn: number) => whole.read((turn % (keptPages + 1)) * PAGE_BYTES, 1);
    const allowed = WHOLE_MAX_READS * 10 + 1;
    for (let turn = 0; turn < allowed; turn += 1) await read(turn);
    const refusal = await read(allowed).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(BudgetExceededError);
    expect(refusal).toMatchObject({
      name: 'BudgetExceededError',
      message: `${allowed * PAGE_BYTES} bytes in ${allowed + 1} requests were read`,
    });
    expect(requested).toHaveLength(allowed);
    expect(stored.failure).toBeUndefined();
  });

  it('fails when the store returns another number of bytes than was requested', async () => {
    const stored = storedBytes({ bytes: new Uint8Array(), size: 100 }, async () => bytesAt(0, 99));
    await expect(stored.whole().read(0, 1)).rejects.toThrow('S3 gave 99 of 100');
    expect(stored.failure).toBeInstanceOf(Error);
  });

  it('returns what a slice of the object would hold, whatever is read', async () => {
    const size = 2 * PAGE_BYTES + 12_345;
    const { whole } = openWhole(size);
    const nearBoundary = fc
      .tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: -9000, max: 9000 }))
      .map(([page, offset]) => Math.max(0, page * PAGE_BYTES + offset));
    await fc.assert(
      fc.asyncProperty(nearBoundary, fc.nat(20_000), async (start, length) => {
        const available = Math.max(0, Math.min(length, size - start));
        expect(Buffer.compare(await whole.read(start, length), bytesAt(start, available))).toBe(0);
      }),
    );
  });
});
