import { afterEach, expect, test, vi } from 'vitest';
import type { DownloadsResponse, File as FileRecord } from '../../lambdas/http/contract.ts';
import { pictureAddress, variantFor } from '../../web/picture-address.ts';
import { createSignedUrls } from '../../web/signed-urls.ts';

const variant = (width: number) => ({ contentType: 'image/webp', width, height: width, size: 9 });
const variants = { large: variant(2048), thumbnail: variant(256) };

afterEach(() => void vi.unstubAllGlobals());

test('a picture is shown by the smallest variant that is wide enough, else by the widest', () => {
  expect(variantFor({ variants }, 80)?.[0]).toBe('thumbnail');
  expect(variantFor({ variants }, 257)?.[0]).toBe('large');
  expect(variantFor({ variants }, 5000)?.[0]).toBe('large');
  expect(variantFor({}, 80)).toBeUndefined();
});

test('links of several files share a request for each variant, and are used again', async () => {
  vi.stubGlobal('window', globalThis);
  const entries = new Map<string, string>();
  const storage = {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
  } as unknown as Storage;
  const downloads = vi.fn(
    async (ids: readonly string[], { variant }: { variant?: string | undefined } = {}) =>
      ({
        results: ids.map((id) => ({
          id,
          outcome: 'issued',
          url: `https://s3/${id}/${variant}`,
          expiresAt: new Date(Date.now() + 300_000).toISOString(),
        })),
      }) as DownloadsResponse,
  );
  const urls = createSignedUrls({ downloads }, storage);
  const show = (id: string, width: number) =>
    pictureAddress({ id, variants } as unknown as FileRecord, width, urls);
  const [one, two, large] = await Promise.all([show('a', 80), show('b', 80), show('a', 900)]);
  expect([one, two, large]).toEqual([
    'https://s3/a/thumbnail',
    'https://s3/b/thumbnail',
    'https://s3/a/large',
  ]);
  expect(downloads).toHaveBeenCalledTimes(2);

  const later = createSignedUrls({ downloads }, storage);
  expect(await later.get('b', 'thumbnail')).toBe(two);
  expect(downloads).toHaveBeenCalledTimes(2);
});
