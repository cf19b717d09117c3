// Tests how long and how often files are polled.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { File as FileRecord } from '../../lambdas/http/contract.ts';
import { watchPending } from '../../web/pending-watch.ts';
import { fileRecord } from './file-record.ts';

const MINUTE_MS = 60_000;
const pending = fileRecord({ status: 'pending' });
const ready = fileRecord();
const preparing = fileRecord({ variantsStatus: 'preparing' });

let page: EventTarget & { hidden: boolean };
const get = vi.fn(async (_id: string): Promise<FileRecord> => pending);
const onChange = vi.fn();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  page = Object.assign(new EventTarget(), { hidden: false });
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('document', page);
  get.mockReset().mockResolvedValue(pending);
  onChange.mockReset();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
const reported = () => onChange.mock.calls.map(([file]) => file);

it('a pending file is polled with growing delays until it is settled, and then no more', async () => {
  watchPending({ get, onChange }).add(pending);
  await pass(1_000);
  expect(get).toHaveBeenCalledTimes(1);
  await pass(1_500);
  expect(get).toHaveBeenCalledTimes(1);
  await pass(100);
  expect(get).toHaveBeenCalledTimes(2);
  get.mockResolvedValue(ready);
  await pass(3_000);
  expect(reported()).toEqual([ready]);
  await pass(10 * MINUTE_MS);
  expect(get).toHaveBeenCalledTimes(3);
});

it('a read that fails is repeated, and reports nothing', async () => {
  get.mockRejectedValueOnce(new Error('No network.'));
  watchPending({ get, onChange }).add(pending);
  await pass(1_000);
  expect(reported()).toEqual([]);
  get.mockResolvedValue(ready);
  await pass(1_600);
  expect(reported()).toEqual([ready]);
});

it('a new reason to wait is reported once, and a held file is polled no more', async () => {
  const scanning = { ...pending, pendingReason: 'scanning' } as const;
  const held = { ...pending, pendingReason: 'held' } as const;
  get.mockResolvedValue(scanning);
  watchPending({ get, onChange }).add(pending);
  await pass(MINUTE_MS);
  expect(reported()).toEqual([scanning]);
  get.mockResolvedValue(held);
  await pass(MINUTE_MS);
  expect(reported()).toEqual([scanning, held]);
  const polls = get.mock.calls.length;
  await pass(10 * MINUTE_MS);
  expect(get).toHaveBeenCalledTimes(polls);
});

it('a file that has expired is polled for one more minute, in which it may still be settled', async () => {
  const expiring = { ...pending, expiresAt: new Date(Date.now() + MINUTE_MS).toISOString() };
  get.mockResolvedValue(expiring);
  watchPending({ get, onChange }).add(expiring);
  await pass(2 * MINUTE_MS);
  expect(reported()).toEqual([]);
  await pass(MINUTE_MS);
  expect(reported()).toEqual([expiring]);
});

it('a picture whose copies are not there after two minutes is polled no more', async () => {
  get.mockResolvedValue(preparing);
  watchPending({ get, onChange }).add(preparing);
  await pass(1.9 * MINUTE_MS);
  const polls = get.mock.calls.length;
  await pass(10 * MINUTE_MS);
  expect(get.mock.calls.length - polls).toBeLessThanOrEqual(1);
  expect(reported()).toEqual([]);
});

it('a picture is reported when its copies are prepared', async () => {
  const prepared = { ...preparing, variantsStatus: 'ready' } as const;
  get.mockResolvedValue(prepared);
  watchPending({ get, onChange }).add(preparing);
  await pass(1_000);
  expect(reported()).toEqual([prepared]);
});

it('nothing is polled while the page is hidden, and soon after it is visible again', async () => {
  watchPending({ get, onChange }).add(pending);
  await pass(5 * MINUTE_MS);
  page.hidden = true;
  page.dispatchEvent(new Event('visibilitychange'));
  const polls = get.mock.calls.length;
  await pass(5 * MINUTE_MS);
  expect(get).toHaveBeenCalledTimes(polls);
  page.hidden = false;
  page.dispatchEvent(new Event('visibilitychange'));
  await pass(1_000);
  expect(get).toHaveBeenCalledTimes(polls + 1);
});

it('a file that is removed while it is read is not reported', async () => {
  const watch = watchPending({ get, onChange });
  get.mockImplementation(async (id) => {
    watch.remove(id);
    return ready;
  });
  watch.add(pending);
  await pass(MINUTE_MS);
  expect(reported()).toEqual([]);
});
