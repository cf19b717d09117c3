import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createServerClock, parseTime, signedAt } from '../../client/server-clock.ts';

const hour = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('the server clock follows the server, however wrong the local clock is', () => {
  const clock = createServerClock();
  const serverNow = Date.now() - 7 * hour;
  clock.observe(new Date(serverNow).toUTCString(), performance.now());
  // An HTTP date has no milliseconds.
  expect(clock.now()).toBe(serverNow - (serverNow % 1000));
  expect(clock.isAhead(new Date(serverNow + 60_000).toISOString())).toBe(true);
  expect(clock.isAhead(new Date(serverNow + 2_000).toISOString())).toBe(false);
});

it('the server clock uses the local time until the server sent one, and ignores what is no time', () => {
  const clock = createServerClock();
  clock.observe(null, 0);
  clock.observe('yesterday', 0);
  expect(clock.now()).toBe(Date.now());
});

it('the server clock counts a time from the moment when the request was sent', () => {
  const clock = createServerClock();
  const serverNow = Date.now();
  clock.observe(new Date(serverNow).toISOString(), performance.now() - 10_000);
  expect(clock.now()).toBe(serverNow + 10_000);
});

it('the moment of signing is read from a URL and from a form', () => {
  const time = '20261122T070603Z';
  expect(signedAt(`https://b.s3.amazonaws.com/k?X-Amz-Date=${time}&X-Amz-Expires=900`)).toBe(time);
  expect(signedAt('https://b.s3.amazonaws.com/', { 'X-Amz-Date': time })).toBe(time);
  expect(signedAt('https://b.s3.amazonaws.com/')).toBeUndefined();
  expect(parseTime(time)).toBe(Date.UTC(2026, 10, 22, 7, 6, 3));
});
