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

it('hands each part out once, whatever is given back, left unsigned or lapses in line', async () => {
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
          concurrency,
          maxWindow: max,
          async sign(asked) {
            expect(asked.length).toBeLessThanOrEqual(max);
            const [first, ...rest] = asked.map(signed);
            return [...(first ? [first] : []), ...rest.filter(() => !unlucky())];
          },
          isFresh: () => !unlucky(),
        });
        const sent: number[] = [];
        const lane = async () => {
          for (let part = await queue.take(); part; part = await queue.take()) {
            await Promise.resolve();
            if (unlucky()) queue.giveBack(part.partNumber);
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
    concurrency: 2,
    maxWindow,
    async sign(asked) {
      windows.push(asked.length);
      return asked.map(signed);
    },
    isFresh: () => true,
  });
  await queue.take();
  expect(windows.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(6);
});

it('fails whoever needs a part when signing fails, and can be asked again', async () => {
  let fails = true;
  const queue = createPartQueue([1], {
    concurrency: 1,
    maxWindow,
    async sign(asked) {
      if (fails) throw new Error('no signature');
      return asked.map(signed);
    },
    isFresh: () => true,
  });
  await expect(queue.take()).rejects.toThrow('no signature');
  fails = false;
  expect(await queue.take()).toMatchObject({ partNumber: 1 });
  expect(await queue.take()).toBeUndefined();
});
