// Hashing parts by a worker: one that stops answering is replaced, and no upload waits for it.
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { HashAnswer, HashRequest } from '../../client/digest.ts';

/** A worker of a page, which answers only where the test does it. */
class SilentWorker extends EventTarget {
  static readonly all: SilentWorker[] = [];
  readonly requests: HashRequest[] = [];
  isTerminated = false;
  constructor() {
    super();
    SilentWorker.all.push(this);
  }
  postMessage(request: HashRequest): void {
    this.requests.push(request);
  }
  terminate(): void {
    this.isTerminated = true;
  }
  answer(data: HashAnswer): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('base64');
/** The module with a new worker. */
async function load() {
  vi.resetModules();
  return await import('../../client/hash-part.ts');
}

beforeEach(() => {
  SilentWorker.all.length = 0;
  vi.stubGlobal('Worker', SilentWorker);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('parts that a worker never answers are hashed by the page, and the next ones by another worker', async () => {
  const { sha256OfPart } = await load();
  const parts = [sha256OfPart(new Blob(['one'])), sha256OfPart(new Blob(['two']))];
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await Promise.all(parts)).toEqual([digestOf('one'), digestOf('two')]);
  const next = sha256OfPart(new Blob(['three']));
  const [stuck, other, ...further] = SilentWorker.all;
  expect([stuck?.isTerminated, other?.isTerminated, further.length]).toEqual([true, false, 0]);
  other?.answer({ id: other.requests[0]?.id ?? 0, sha256: digestOf('three') });
  expect(await next).toBe(digestOf('three'));
});

it('a worker that answers from time to time is waited for, however long the parts take together', async () => {
  const { sha256OfPart } = await load();
  const texts = ['one', 'two', 'three'];
  const parts = texts.map((text) => sha256OfPart(new Blob([text])));
  const [worker] = SilentWorker.all;
  for (const [index, text] of texts.entries()) {
    await vi.advanceTimersByTimeAsync(10_000);
    worker?.answer({ id: worker.requests[index]?.id ?? 0, sha256: `worker ${text}` });
  }
  expect(await Promise.all(parts)).toEqual(texts.map((text) => `worker ${text}`));
  expect(worker?.isTerminated).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
});
