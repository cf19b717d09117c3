import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createPartStop, FINISH_MS } from '../../client/part-stop.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('a pause stops a part at once whose rest takes longer than two seconds', () => {
  const closing = new AbortController();
  const { signal } = createPartStop(closing.signal, () => FINISH_MS + 1);
  closing.abort();
  expect(signal.aborted).toBe(true);
});

it('a pause leaves two seconds to a part that needs no more', () => {
  const closing = new AbortController();
  const { signal } = createPartStop(closing.signal, () => FINISH_MS);
  closing.abort();
  vi.advanceTimersByTime(FINISH_MS - 1);
  expect(signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(signal.aborted).toBe(true);
});

it('a part that has ended is stopped no more', () => {
  const closing = new AbortController();
  const stop = createPartStop(closing.signal, () => 0);
  closing.abort();
  stop.dispose();
  vi.runAllTimers();
  expect(stop.signal.aborted).toBe(false);
});
