// Tests how tabs share a session, with several tabs in one process.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { shareSession } from '../../web/session-sharing.ts';
import { countTabs } from '../../web/session-signs.ts';
import { eventually } from '../eventually.ts';

let name: string;
beforeEach(() => {
  name = randomUUID();
});
afterEach(() => void vi.useRealTimers());

/** A tab with this session, which is signed in unless it has none. */
async function openTab(session?: string) {
  const onEnd = vi.fn();
  const tab = shareSession(name, { current: async () => session, onEnd });
  if (session !== undefined) {
    const before = await countTabs(name);
    tab.announce();
    await eventually(async () => expect(await countTabs(name)).toBe(before + 1));
  }
  return { ...tab, onEnd };
}

it('a new tab receives the session of a tab that is signed in', async () => {
  await openTab('alice');
  const fresh = await openTab();
  expect(await fresh.ask(() => true)).toBe('alice');
});

it('the first useful session is taken, and none as soon as every other tab has answered', async () => {
  await openTab('expired');
  await openTab('alice');
  const fresh = await openTab();
  expect(await fresh.ask((session) => session === 'alice')).toBe('alice');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  expect(await fresh.ask((session) => session === 'bob')).toBeUndefined();
});

it('a tab that is alone signed in asks no other one, and does not wait', async () => {
  const only = await openTab('alice');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  expect(await only.ask(() => true)).toBeUndefined();
  expect(vi.getTimerCount()).toBe(0);
});

it('a tab that does not answer is waited for, but not for long', async () => {
  const frozen = { mode: 'shared' } as const;
  void navigator.locks.request(name, frozen, () => new Promise(() => {}));
  await eventually(async () => expect(await countTabs(name)).toBe(1));
  const fresh = await openTab();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const asked = fresh.ask(() => true);
  await eventually(() => expect(vi.getTimerCount()).toBe(1));
  vi.advanceTimersByTime(3_000);
  expect(await asked).toBeUndefined();
});

it('each tab takes the answer to its own question', async () => {
  let asked = 0;
  const answering = shareSession(name, {
    current: async () => `session ${++asked}`,
    onEnd() {},
  });
  answering.announce();
  await eventually(async () => expect(await countTabs(name)).toBe(1));
  const tabs = [await openTab(), await openTab()];
  const sessions = await Promise.all(tabs.map((tab) => tab.ask(() => true)));
  expect(sessions.toSorted()).toEqual(['session 1', 'session 2']);
});

it('a tab that is not signed in does not answer', async () => {
  await openTab();
  await openTab('alice');
  const fresh = await openTab();
  expect(await fresh.ask(() => true)).toBe('alice');
});

it('a tab counts once, also when it begins to be signed in again', async () => {
  const tab = await openTab('alice');
  tab.announce();
  await navigator.locks.request(randomUUID(), async () => {});
  expect(await countTabs(name)).toBe(1);
});

it('signing out ends the session of the other tabs, and not that of another issuer', async () => {
  const [one, other] = [await openTab('alice'), await openTab('alice')];
  name = randomUUID();
  const elsewhere = await openTab('alice');
  one.end();
  await eventually(() => expect(other.onEnd).toHaveBeenCalledOnce());
  expect(one.onEnd).not.toHaveBeenCalled();
  expect(elsewhere.onEnd).not.toHaveBeenCalled();
});
