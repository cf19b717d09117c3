// Tests how long the way back from the issuer's pages is waited for.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { leaveIssuer } from '../../web/sign-in-history.ts';

let browser: EventTarget;
let goBack: ReturnType<typeof vi.fn>;

beforeEach(() => {
  vi.useFakeTimers();
  browser = new EventTarget();
  goBack = vi.fn();
  const timers = {
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    addEventListener: browser.addEventListener.bind(browser),
  };
  vi.stubGlobal('window', timers);
  vi.stubGlobal('history', { length: 4, go: goBack });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Whether the page continues within a minute. */
async function continues(): Promise<boolean> {
  let isDone = false;
  void leaveIssuer({ depth: 2 }).then(() => {
    isDone = true;
  });
  await vi.advanceTimersByTimeAsync(60_000);
  return isDone;
}

it('the page continues where the browser does not leave it', async () => {
  expect(await continues()).toBe(true);
  expect(goBack.mock.calls).toEqual([[-3]]);
});

it('a page that the browser has begun to leave does not continue, however long that takes', async () => {
  goBack.mockImplementation(() => {
    setTimeout(() => browser.dispatchEvent(new Event('beforeunload')), 500);
  });
  expect(await continues()).toBe(false);
});
