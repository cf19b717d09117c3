import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BudgetExceededError, storedBytes } from '../../lambdas/domain/stored-bytes.ts';

const bytesOf = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 7) % 251);

/** Opens `whole` with a head of `headBytes` and writes down every range that is asked for. */
function open(whole: Uint8Array, headBytes: number, maxBytes: number, maxRequests: number) {
  const asked: { start: number; length: number }[] = [];
  const bytes = storedBytes(
    { bytes: whole.subarray(0, headBytes), size: whole.byteLength },
    async (start, length) => {
      asked.push({ start, length });
      return whole.slice(start, start + length);
    },
    { maxBytes, maxRequests },
  );
  return { bytes, asked };
}

describe('stored bytes', () => {
  it('serve the head without another request', async () => {
    const whole = bytesOf(100_000);
    const { bytes, asked } = open(whole, 65_536, 1_000_000, 16);
    expect(await bytes.read(100, 1000)).toEqual(whole.subarray(100, 1100));
    expect(asked).toEqual([]);
  });

  it('read a distant range once, and what lies just behind it along with it', async () => {
    const whole = bytesOf(1_000_000);
    const { bytes, asked } = open(whole, 65_536, 1_000_000, 16);
    await bytes.read(900_000, 4);
    expect(await bytes.read(900_002, 10_000)).toEqual(whole.subarray(900_002, 910_002));
    expect(asked).toEqual([{ start: 900_000, length: 16_384 }]);
    expect(bytes).toMatchObject({ bytesRead: 65_536 + 16_384, requests: 2 });
  });

  it('stored bytes end with the object', async () => {
    const { bytes } = open(bytesOf(10), 10, 100, 16);
    expect(await bytes.read(8, 100)).toHaveLength(2);
    expect(await bytes.read(10, 1)).toHaveLength(0);
  });

  it('read what was asked for or refuse, within both budgets, whatever is asked', async () => {
    const ranges = fc.array(fc.tuple(fc.nat(5000), fc.nat(3000)), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(
        ranges,
        fc.nat(4000),
        fc.nat(3000),
        fc.integer({ min: 1, max: 6 }),
        async (reads, size, extra, maxRequests) => {
          const whole = bytesOf(size);
          const headBytes = Math.min(size, 500);
          const { bytes, asked } = open(whole, headBytes, headBytes + extra, maxRequests);
          for (const [start, length] of reads) {
            const read = await bytes.read(start, length).catch((error: unknown) => error);
            if (read instanceof BudgetExceededError) continue;
            expect(read).toEqual(whole.slice(start, start + length));
          }
          const askedBytes = asked.reduce((sum, { length }) => sum + length, 0);
          expect(askedBytes).toBeLessThanOrEqual(extra);
          expect(asked.length).toBeLessThan(maxRequests);
          expect(bytes.bytesRead).toBe(headBytes + askedBytes);
        },
      ),
    );
  });

  it('refuse a range that is larger than the budget before anything is requested', async () => {
    const { bytes, asked } = open(bytesOf(5000), 10, 1000, 16);
    await expect(bytes.read(100, 1001)).rejects.toThrow(
      new BudgetExceededError('1001 bytes at once'),
    );
    expect(asked).toEqual([]);
  });

  it('stored bytes report how much was read when the next request would exceed the budget', async () => {
    const { bytes } = open(bytesOf(200_000), 10, 1_000_000, 2);
    await bytes.read(100_000, 1);
    const refusal = await bytes.read(50_000, 1).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      name: 'BudgetExceededError',
      message: '16394 bytes in 2 requests were read',
    });
  });

  it('request no byte again that lies before or behind a gap', async () => {
    const whole = bytesOf(200_000);
    const { bytes, asked } = open(whole, 10, 1_000_000, 16);
    await bytes.read(150_000, 1);
    await bytes.read(100_000, 1);
    asked.length = 0;
    expect(await bytes.read(90_000, 80_000)).toEqual(whole.subarray(90_000, 170_000));
    expect(asked).toEqual([
      { start: 90_000, length: 10_000 },
      { start: 116_384, length: 33_616 },
      { start: 166_384, length: 16_384 },
    ]);
  });

  it('stored bytes report a failure of the store, and do not read from it again', async () => {
    let tries = 0;
    const failure = new Error('S3 is down');
    const bytes = storedBytes({ bytes: new Uint8Array(10), size: 1000 }, async () => {
      tries += 1;
      throw failure;
    });
    await expect(bytes.read(500, 10)).rejects.toBe(failure);
    await expect(bytes.read(600, 10)).rejects.toBe(failure);
    expect(bytes.failure).toBe(failure);
    expect(tries).toBe(1);
  });
});
