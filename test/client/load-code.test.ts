// Tests that code which is loaded late survives a network that fails at that moment.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { UnavailableError } from '../../client/errors.ts';
import { loadCode } from '../../client/load-code.ts';

const lost = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('code that cannot be loaded is loaded again, and the wait is reported until it is there', async () => {
  const load = vi
    .fn<() => Promise<string>>()
    .mockImplementationOnce(lost)
    .mockImplementationOnce(lost);
  load.mockResolvedValue('code');
  const onWait = vi.fn();
  const loading = loadCode(load, { onWait });
  await vi.runAllTimersAsync();
  expect(await loading).toBe('code');
  expect(load).toHaveBeenCalledTimes(3);
  expect(onWait.mock.calls).toEqual([['no_answer'], ['no_answer'], [undefined]]);
});

it('code that a minute does not bring fails as unavailable, with the cause', async () => {
  const since = performance.now();
  const failure = loadCode(lost, {}).catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  expect(await failure).toBeInstanceOf(UnavailableError);
  expect(((await failure) as Error).cause).toBeInstanceOf(TypeError);
  expect(performance.now() - since).toBeGreaterThan(60_000);
});

it('an upload that is aborted ends the wait for code', async () => {
  const aborting = new AbortController();
  const failure = loadCode(lost, { signal: aborting.signal }).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(0);
  aborting.abort();
  await vi.runAllTimersAsync();
  expect((await failure) as Error).toMatchObject({ name: 'AbortError' });
});
