// Tests how signed links are fetched together, kept, and refused.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AirlockRefusal } from '../../client/errors.ts';
import type { DownloadsResponse, File as FileRecord } from '../../lambdas/http/contract.ts';
import { forgetSignedUrls } from '../../web/kept-urls.ts';
import { pictureAddress } from '../../web/picture-address.ts';
import { createSignedUrls } from '../../web/signed-urls.ts';
import { fileRecord } from './file-record.ts';

const MINUTE_MS = 60_000;
const variant = (width: number) => ({ contentType: 'image/webp', width, height: width, size: 9 });
const variants = { large: variant(2048), thumbnail: variant(256) };

let entries: Map<string, string>;
let storage: Storage;
const answer = async (
  ids: readonly string[],
  { variant }: { variant?: string | undefined } = {},
): Promise<DownloadsResponse> => ({
  results: ids.map((id) => ({
    id,
    outcome: 'issued',
    url: `https://s3/${id}/${variant}`,
    expiresAt: new Date(Date.now() + 5 * MINUTE_MS).toISOString(),
  })),
});
const downloads = vi.fn(answer);
const get = vi.fn(async (id: string) => fileRecord({ id, version: 1 }));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', globalThis);
  entries = new Map();
  storage = {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
  } as unknown as Storage;
  downloads.mockReset().mockImplementation(answer);
  get.mockClear();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const fileOf = (id: string) => ({ id, version: 1 });

/** Resolves with what `asked` resolves to, after every request that it needs. */
async function fetched<Result>(asked: Promise<Result>): Promise<Result> {
  asked.catch(() => {});
  await vi.advanceTimersByTimeAsync(100);
  return asked;
}

it('links of several files share a request for each variant, and are used again after a reload', async () => {
  const urls = createSignedUrls({ downloads, get }, storage);
  const show = (id: string, width: number) =>
    pictureAddress({ ...fileOf(id), variants } as unknown as FileRecord, width, urls);
  const found = await fetched(Promise.all([show('a', 80), show('b', 80), show('a', 900)]));
  expect(found).toEqual(['https://s3/a/thumbnail', 'https://s3/b/thumbnail', 'https://s3/a/large']);
  expect(downloads).toHaveBeenCalledTimes(2);

  const later = createSignedUrls({ downloads, get }, storage);
  expect(await fetched(later.get(fileOf('b'), 'thumbnail'))).toBe(found[1]);
  expect(downloads).toHaveBeenCalledTimes(2);
});

it('no request names more than 50 files', async () => {
  const urls = createSignedUrls({ downloads, get }, storage);
  await fetched(
    Promise.all(Array.from({ length: 101 }, (_, index) => urls.get(fileOf(`${index}`)))),
  );
  expect(downloads.mock.calls.map(([ids]) => ids.length)).toEqual([50, 50, 1]);
});

it('a link whose request has no answer yet is not asked for again', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  downloads.mockImplementation((...call) => promise.then(() => answer(...call)));
  const urls = createSignedUrls({ downloads, get }, storage);
  const first = urls.get(fileOf('a'));
  await vi.advanceTimersByTimeAsync(100);
  const second = urls.get(fileOf('a'));
  resolve();
  expect(await fetched(Promise.all([first, second]))).toEqual([await first, await first]);
  expect(downloads).toHaveBeenCalledTimes(1);
});

it('a link is fetched again a minute before its end', async () => {
  const urls = createSignedUrls({ downloads, get }, storage);
  const [first] = await fetched(Promise.all([urls.get(fileOf('a')), urls.get(fileOf('b'))]));
  await vi.advanceTimersByTimeAsync(3.9 * MINUTE_MS);
  expect(await fetched(urls.get(fileOf('a')))).toBe(first);
  expect(downloads).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(0.2 * MINUTE_MS);
  await fetched(urls.get(fileOf('a')));
  expect(downloads).toHaveBeenCalledTimes(2);
  // What is near its end is not kept for a reload either.
  const [kept = ''] = entries.values();
  expect(JSON.parse(kept)).toHaveLength(1);
});

it('a refusal of one file is reported as a refusal, and the others have their links', async () => {
  const problem = { type: 'about:blank', title: 'Not found', status: 404, detail: 'It is gone.' };
  downloads.mockImplementation(async (ids) => {
    const { results } = await answer(ids);
    const refused = { id: 'a', outcome: 'refused', problem: { ...problem, code: 'not_found' } };
    return {
      results: results.map((each) => (each.id === 'a' ? refused : each)),
    } as DownloadsResponse;
  });
  const urls = createSignedUrls({ downloads, get }, storage);
  const [gone, there] = await fetched(
    Promise.allSettled([urls.get(fileOf('a')), urls.get(fileOf('b'))]),
  );
  expect(gone).toMatchObject({ reason: { code: 'not_found' } });
  expect(gone.status === 'rejected' && gone.reason).toBeInstanceOf(AirlockRefusal);
  expect(there).toMatchObject({ value: 'https://s3/b/undefined' });
});

it('a failed request fails for each of its files, and is repeated when one is asked for again', async () => {
  downloads.mockRejectedValueOnce(new Error('No network.'));
  const urls = createSignedUrls({ downloads, get }, storage);
  const failed = await fetched(Promise.allSettled([urls.get(fileOf('a')), urls.get(fileOf('b'))]));
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await fetched(urls.get(fileOf('a')))).toBe('https://s3/a/undefined');
});

it('no link of an ended session is kept, and links that cannot be read or kept are fetched', async () => {
  await fetched(createSignedUrls({ downloads, get }, storage).get(fileOf('a')));
  expect(entries.size).toBe(1);
  forgetSignedUrls(storage);
  expect(entries.size).toBe(0);

  storage.getItem = () => 'no JSON';
  storage.setItem = () => {
    throw new DOMException('The storage is full.', 'QuotaExceededError');
  };
  const urls = createSignedUrls({ downloads, get }, storage);
  expect(await fetched(urls.get(fileOf('a')))).toBe('https://s3/a/undefined');
});

it('another version of a file, and one whose link has failed, get another link', async () => {
  const urls = createSignedUrls({ downloads, get }, storage);
  const first = await fetched(urls.get(fileOf('a')));
  await fetched(urls.get({ id: 'a', version: 2 }));
  expect(downloads).toHaveBeenCalledTimes(2);
  urls.forget(first);
  await fetched(createSignedUrls({ downloads, get }, storage).get(fileOf('a')));
  expect(downloads).toHaveBeenCalledTimes(3);
});

it('a frame gets a kept link only of a file that the API still knows, and the link of its present version', async () => {
  const urls = createSignedUrls({ downloads, get }, storage);
  const first = await fetched(urls.getPresent(fileOf('a')));
  expect(get).not.toHaveBeenCalled();
  expect(await fetched(urls.getPresent(fileOf('a')))).toBe(first);
  expect(downloads).toHaveBeenCalledTimes(1);

  get.mockResolvedValueOnce(fileRecord({ id: 'a', version: 2 }));
  await fetched(urls.getPresent(fileOf('a')));
  expect(downloads).toHaveBeenCalledTimes(2);

  get.mockRejectedValueOnce(new Error('deleted'));
  await expect(fetched(urls.getPresent(fileOf('a')))).rejects.toThrow('deleted');
});
