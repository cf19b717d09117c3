import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  createPartQueue,
  maxWindow,
  nextWindow,
  type SignedPart,
} from '../../client/part-queue.ts';

const signed = (partNumber: number): SignedPart => ({
  partNumber,
  url: 'https://s3.test/',
  headers: {},
  size: 1,
  expiresAt: '',
});
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

it('grows windows that go fast, shrinks those that go slowly, and stays within the limits', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100 }),
      fc.nat(200_000),
      fc.integer({ min: 1, max: 500 }),
      (last, lastedMs, max) => {
        const next = nextWindow(last, lastedMs, max);
        expect(next).toBeGreaterThanOrEqual(1);
        expect(next).toBeLessThanOrEqual(Math.min(max, maxWindow));
        if (lastedMs >= 60_000) expect(next).toBeLessThanOrEqual(last);
        else expect(next).toBe(Math.min(last * 2, max, maxWindow));
      },
    ),
  );
});

it('returns each part once, whatever is put back, left unsigned or lapses in line', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 20 }),
      fc.infiniteStream(fc.nat(9)),
      async (count, concurrency, max, dice) => {
        let trouble = 40;
        const unlucky = () => trouble > 0 && dice.next().value === 0 && trouble-- > 0;
        const queue = createPartQueue(upTo(count), {
          lanes: () => concurrency,
          maxWindow: max,
          async sign(requested) {
            expect(requested.length).toBeLessThanOrEqual(max);
            const [first, ...rest] = requested.map(signed);
            return [...(first ? [first] : []), ...rest.filter(() => !unlucky())];
          },
          isFresh: () => !unlucky(),
        });
        const sent: number[] = [];
        const lane = async () => {
          for (let part = await queue.take(); part; part = await queue.take()) {
            await Promise.resolve();
            if (unlucky()) queue.putBack(part.partNumber);
            else sent.push(part.partNumber);
          }
        };
        await Promise.all(upTo(concurrency).map(lane));
        expect(sent.toSorted((a, b) => a - b)).toEqual(upTo(count));
      },
    ),
  );
});

it('signs no more than a window ahead of need', async () => {
  const windows: number[] = [];
  const queue = createPartQueue(upTo(1000), {
    lanes: () => 2,
    maxWindow,
    async sign(requested) {
      windows.push(requested.length);
      return requested.map(signed);
    },
    isFresh: () => true,
  });
  await queue.take();
  expect(windows.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(6);
});

it('a failure to sign fails every request for a part, which can then be repeated', async () => {
  let fails = true;
  const queue = createPartQueue([1], {
    lanes: () => 1,
    maxWindow,
    async sign(requested) {
      if (fails) throw new Error('no signature');
      return requested.map(signed);
    },
    isFresh: () => true,
  });
  await expect(queue.take()).rejects.toThrow('no signature');
  fails = false;
  expect(await queue.take()).toMatchObject({ partNumber: 1 });
  expect(await queue.take()).toBeUndefined();
});

/** A queue whose signatures come when the test releases them, oldest first. */
function slowlySigned(count: number, lanes: number) {
  const requests: { readonly parts: readonly number[]; answer(): void }[] = [];
  const queue = createPartQueue(upTo(count), {
    lanes: () => lanes,
    maxWindow,
    sign: (parts) =>
      new Promise((resolve) => {
        requests.push({ parts, answer: () => resolve(parts.map(signed)) });
      }),
    isFresh: () => true,
  });
  return { queue, requests };
}

it('signs the first part alone, and the others of the first window at the same time', async () => {
  const { queue, requests } = slowlySigned(16, 4);
  const first = queue.take();
  expect(requests.map(({ parts }) => parts)).toEqual([[1], [2, 3, 4]]);
  requests[0]?.answer();
  expect(await first).toMatchObject({ partNumber: 1 });
});

it('requests the next window before the parts of the first one are sent', async () => {
  const { queue, requests } = slowlySigned(64, 4);
  const lanes = upTo(4).map(() => queue.take());
  for (const { answer } of requests) answer();
  await Promise.all(lanes);
  expect(requests).toHaveLength(3);
  expect(requests[2]?.parts).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
});

it('every lane has a signed part ready whenever a window is done', async () => {
  const { queue, requests } = slowlySigned(200, 4);
  let answered = 0;
  for (let sent = 0; sent < 200; sent += 4) {
    const lanes = upTo(4).map(() => queue.take());
    // What was requested while the parts before were sent is signed by now.
    for (const request of requests.slice(answered)) request.answer();
    const requestedBefore = requests.length;
    answered = requests.length;
    await Promise.all(lanes);
    if (sent === 0) continue;
    const known = requests.slice(0, requestedBefore).flatMap(({ parts }) => parts);
    expect(known.length).toBeGreaterThanOrEqual(sent + 4);
  }
});
