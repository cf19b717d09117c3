// Tests the way back from the issuer's pages, and how long it is waited for.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { beginSignIn, leaveIssuer } from '../../web/sign-in-history.ts';

let browser: EventTarget;
let goBack: ReturnType<typeof vi.fn>;
let replaceState: ReturnType<typeof vi.fn>;

beforeEach(() => {
  vi.useFakeTimers();
  browser = new EventTarget();
  goBack = vi.fn();
  replaceState = vi.fn();
  const timers = {
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    addEventListener: browser.addEventListener.bind(browser),
  };
  vi.stubGlobal('window', timers);
  vi.stubGlobal('history', { length: 4, go: goBack, replaceState });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Whether the page continues within a minute. */
async function continues(): Promise<boolean> {
  let isDone = false;
  void leaveIssuer({ depth: 2, address: '/files/1' }).then(() => {
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

it.each([
  ['the issuer has shown no page', 4, 4],
  ['the history is full, so that its length says nothing', 50, 20],
])(
  'where %s, the page continues at the address where the sign-in began',
  async (_, length, depth) => {
    vi.stubGlobal('history', { length, go: goBack, replaceState });
    await leaveIssuer({ depth, address: '/files/1' });
    expect(goBack).not.toHaveBeenCalled();
    expect(replaceState.mock.calls).toEqual([[null, '', '/files/1']]);
  },
);

it('the document in which a sign-in begins holds a lock, so that browsers do not keep it for the way back', async () => {
  const request = vi.fn((_name: string, _options: LockOptions, held: () => Promise<void>) =>
    held(),
  );
  vi.stubGlobal('navigator', { locks: { request } });
  vi.stubGlobal('history', { length: 3, state: null, pushState: vi.fn() });
  vi.stubGlobal('location', { pathname: '/' });
  expect(beginSignIn()).toEqual({ depth: 3, address: '/' });
  expect(request.mock.calls.map(([name, { mode }]) => [name, mode])).toEqual([
    ['airlock-sign-in', 'shared'],
  ]);
  let isReleased = false;
  void request.mock.results[0]?.value.then(() => {
    isReleased = true;
  });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(isReleased).toBe(false);
});

it('a sign-in begins without locks where the browser has none', () => {
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('history', { length: 3, state: null, pushState: vi.fn() });
  vi.stubGlobal('location', { pathname: '/' });
  expect(beginSignIn()).toEqual({ depth: 3, address: '/' });
});
