import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { isAny } from '../../client/answer-shapes.ts';
import { UnavailableError } from '../../client/errors.ts';
import { createSend } from '../../client/http.ts';
import { createServerClock } from '../../client/server-clock.ts';

const request = { method: 'GET', path: '/usage' } as const;
const patiently = { patienceMs: 600_000 };
const openSend = () => createSend('https://api.test', () => 'token', createServerClock());

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The failure of a call, and the seconds that it took on the fake clock. */
async function failureOf(call: Promise<unknown>): Promise<{ error: unknown; seconds: number }> {
  const startedAt = performance.now();
  const failure = call.then(
    () => expect.unreachable(),
    (error: unknown) => ({ error, seconds: (performance.now() - startedAt) / 1000 }),
  );
  await vi.advanceTimersByTimeAsync(2_000_000);
  return failure;
}

it('an API that never answers fails within seconds, with words that name CORS and origins', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  vi.stubGlobal('location', { origin: 'https://app.test' });
  const { error, seconds } = await failureOf(openSend()(request, isAny, patiently));
  expect(seconds).toBeLessThan(20);
  expect(error).toBeInstanceOf(UnavailableError);
  expect(String(error)).toContain('https://api.test/usage');
  expect(String(error)).toMatch(/`origins`.*https:\/\/app\.test.*CORS/);
});

it('an API that has answered once is waited for as long as the caller wants', async () => {
  const answers = [() => Promise.resolve(new Response('{}'))];
  vi.stubGlobal('fetch', () =>
    (answers.shift() ?? (() => Promise.reject(new TypeError('lost'))))(),
  );
  const send = openSend();
  await send(request, isAny);
  const { error, seconds } = await failureOf(send(request, isAny, patiently));
  expect(seconds).toBeGreaterThan(600);
  expect(String(error)).not.toContain('CORS');
});

it('a token that cannot be renewed for a while is asked for again, and one that is refused is not', async () => {
  vi.stubGlobal('fetch', async () => new Response('{}'));
  const getToken = vi
    .fn<() => Promise<string>>()
    .mockRejectedValueOnce(new UnavailableError('The issuer is busy.'))
    .mockResolvedValueOnce('token')
    .mockRejectedValue(new Error('signed out'));
  const send = createSend('https://api.test', getToken, createServerClock());
  const call = send(request, isAny);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await call).toEqual({});
  expect(getToken).toHaveBeenCalledTimes(2);
  const { error } = await failureOf(send(request, isAny));
  expect(String(error)).toContain('signed out');
  expect(getToken).toHaveBeenCalledTimes(3);
});
