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

  it('give what is there at the end, and nothing beyond it', async () => {
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

  it('say so when the store fails, and do not ask it again', async () => {
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
