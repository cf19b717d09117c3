// The public side: a file of a public collection is on the CDN after its verdict, and gone after its end.
import { describe, expect, it } from 'vitest';
import type { File } from '../../lambdas/http/contract.ts';
import {
  addresses,
  alice,
  bob,
  call,
  getFile,
  issue,
  postForm,
  settled,
  staff,
  uploaded,
} from './api.ts';
import { publicCopiesOf, tagsOfCopy, tagVersionOf } from './behind.ts';
import { edit, fixture, remove } from './file-calls.ts';

const photo = fixture('fixture.png');
const avatar = { collection: 'portraits', filename: 'me & you.png', contentType: 'image/png' };
const otherPhoto = fixture('fixture.gif');
const other = { collection: 'portraits', filename: 'me.gif', contentType: 'image/gif' };
const picture = { collection: 'gallery', filename: 'harbour.png', contentType: 'image/png' };

const statusOf = async (url: string) => (await fetch(url)).status;

/** The address of a file that is, or is about to be, public. */
async function urlOf(id: string): Promise<string> {
  await expect.poll(async () => (await getFile(id)).url).toBeTypeOf('string');
  return (await getFile(id)).url ?? '';
}

const published = async (claim: object): Promise<File & { url: string }> => {
  const file = await uploaded(claim, photo);
  return { ...file, url: await urlOf(file.id) };
};

describe('publication', () => {
  it('a public file appears at its address only after the verdict, and disappears after its deletion', async () => {
    const issued = await issue({ ...avatar, size: photo.byteLength });
    expect(issued.file).toMatchObject({ status: 'pending', visibility: 'public' });
    expect(issued.file.url).toBeUndefined();
    expect(await publicCopiesOf(issued.file.id)).toEqual([]);

    await postForm(issued, photo);
    const url = await urlOf(issued.file.id);
    expect((await getFile(issued.file.id)).status).toBe('ready');
    expect(url.startsWith(`${addresses.cdn}/public/`)).toBe(true);
    const response = await fetch(url);
    expect(response.status).toBe(200);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(photo);

    expect((await remove(issued.file.id)).status).toBe(204);
    await expect.poll(() => statusOf(url)).toBe(403);
    await expect.poll(() => publicCopiesOf(issued.file.id)).toEqual([]);
  });

  it('a public file is served with its judged type and its own name, cacheable, and without active content', async () => {
    const { url } = await published(avatar);
    const { headers } = await fetch(url);
    expect(headers.get('content-type')).toBe('image/png');
    expect(headers.get('content-disposition')).toBe('inline; filename="me & you.png"');
    expect(headers.get('cache-control')).toBe('public, max-age=60, s-maxage=31536000');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
    expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  });

  it('a public file is cached by the CDN until it is deleted', async () => {
    const { id, url } = await published(avatar);
    expect((await fetch(url)).headers.get('x-cache')).toBe('Miss from cloudfront');
    const again = await fetch(url);
    expect(again.headers.get('x-cache')).toBe('Hit from cloudfront');
    expect(new Uint8Array(await again.arrayBuffer())).toEqual(photo);
    await remove(id);
    await expect.poll(() => statusOf(url)).toBe(403);
  });

  it('answers ranges and conditions, from the bucket and from memory', async () => {
    const { url } = await published(avatar);
    for (const xCache of ['Miss from cloudfront', 'Hit from cloudfront']) {
      const range = await fetch(url, { headers: { range: 'bytes=1-3' } });
      expect([range.status, range.headers.get('x-cache'), await range.text()]).toEqual([
        206,
        xCache,
        'PNG',
      ]);
      const eTag = (await fetch(url)).headers.get('etag') ?? '';
      const unchanged = await fetch(url, { headers: { 'if-none-match': eTag } });
      expect(unchanged.status).toBe(304);
    }
    expect(await statusOf(url)).toBe(200);
    expect((await fetch(url, { headers: { range: 'bytes=999999999-' } })).status).toBe(416);
  });

  it('a rejected file never has a public copy', async () => {
    const file = await uploaded(avatar, '<html>not a picture</html>'.padEnd(photo.byteLength));
    expect(file).toMatchObject({ status: 'rejected', visibility: 'public' });
    expect(file.url).toBeUndefined();
    expect(await publicCopiesOf(file.id)).toEqual([]);
  });

  it('a public file counts once against the quota', async () => {
    const { bytes, files } = (await call('GET', '/usage', { token: bob })).body;
    const file = await uploaded(avatar, photo, bob);
    await expect.poll(async () => (await getFile(file.id, bob)).url).toBeTypeOf('string');
    expect((await call('GET', '/usage', { token: bob })).body).toMatchObject({
      bytes: bytes + photo.byteLength,
      files: files + 1,
    });
  });

  it('a replaced public file keeps its address, which serves the new bytes also where the old ones were cached', async () => {
    const old = await published(avatar);
    expect((await fetch(old.url)).headers.get('content-type')).toBe('image/png');
    expect((await fetch(old.url)).headers.get('x-cache')).toBe('Hit from cloudfront');
    const issued = await issue({ ...other, size: otherPhoto.byteLength, replaces: old.id });
    await postForm(issued, otherPhoto);
    const file = await settled(issued.file.id);
    expect(file).toMatchObject({ id: old.id, url: old.url, contentType: 'image/gif' });
    await expect
      .poll(async () => new Uint8Array(await (await fetch(old.url)).arrayBuffer()))
      .toEqual(otherPhoto);
    expect((await fetch(old.url)).headers.get('content-type')).toBe('image/gif');
    // Copies of variants lie below the file's id.
    const copies = await publicCopiesOf(old.id);
    expect(copies.filter((key) => !key.includes(`/${old.id}/`))).toHaveLength(1);
    await remove(old.id);
    await expect.poll(() => statusOf(old.url)).toBe(403);
    await expect.poll(() => publicCopiesOf(old.id)).toEqual([]);
  });

  it('a private file that was replaced is published with its present content', async () => {
    const file = await uploaded(picture, photo);
    const issued = await issue({ ...picture, size: photo.byteLength, replaces: file.id });
    await postForm(issued, photo);
    await settled(issued.file.id);
    await edit(file.id, { visibility: 'public' });
    expect(await statusOf(await urlOf(file.id))).toBe(200);
  });
});

describe('a public address without a file', () => {
  it('answers a guess, an early and a late request alike, and not for long', async () => {
    const { id, url } = await published(avatar);
    const guess = url.replace(/public\/[\w-]{22}/, `public/${'A'.repeat(22)}`);
    await remove(id);
    await expect.poll(() => statusOf(url)).toBe(403);
    const shapes = await Promise.all(
      [url, guess, `${addresses.cdn}/`, `${addresses.cdn}/media/x`].map(async (address) => {
        const response = await fetch(address);
        return [response.status, response.headers.get('cache-control'), await response.text()];
      }),
    );
    for (const shape of shapes) expect(shape).toEqual(shapes[0]);
    expect(shapes[0]?.slice(0, 2)).toEqual([403, 'no-cache']);
  });
});

describe('changing a file’s visibility', () => {
  it('publishes a private file and takes it back, as often as its owner likes', async () => {
    const file = await uploaded(picture, photo);
    expect(file).toMatchObject({ visibility: 'private' });
    const addressesSeen = new Set<string>();
    for (let round = 0; round < 2; round += 1) {
      const opened = await edit(file.id, { visibility: 'public' });
      expect(opened.body.file).toMatchObject({ visibility: 'public' });
      const url = await urlOf(file.id);
      expect(await statusOf(url)).toBe(200);
      addressesSeen.add(url);
      const closed = await edit(file.id, { visibility: 'private' });
      expect(closed.body.file.visibility).toBe('private');
      expect(closed.body.file.url).toBeUndefined();
      await expect.poll(() => statusOf(url)).toBe(403);
      await expect.poll(() => publicCopiesOf(file.id)).toEqual([]);
    }
    expect(addressesSeen.size).toBeGreaterThan(0);
    expect((await call('GET', `/files/${file.id}/download`, { token: alice })).status).toBe(302);
  });

  it('publishes a version that a scanner has tagged, without its tags', async () => {
    const file = await uploaded(picture, photo);
    await tagVersionOf(file.id, { GuardDutyMalwareScanStatus: 'NO_THREATS_FOUND' });
    await edit(file.id, { visibility: 'public' });
    const url = await urlOf(file.id);
    await expect.poll(() => statusOf(url)).toBe(200);
    const [copy = ''] = await publicCopiesOf(file.id);
    expect(await tagsOfCopy(copy)).toEqual({});
  });

  it('a file ends public or private as the last change says, however fast they follow each other', async () => {
    const file = await uploaded(picture, photo);
    for (let round = 0; round < 5; round += 1) {
      await edit(file.id, { visibility: 'public' });
      await edit(file.id, { visibility: 'private' });
    }
    await edit(file.id, { visibility: 'public' });
    const url = await urlOf(file.id);
    await expect.poll(() => statusOf(url)).toBe(200);
    // Its own copy under one token, and perhaps those of variants, which are made at any time.
    await expect
      .poll(async () =>
        (await publicCopiesOf(file.id)).filter((key) => !key.includes(`/${file.id}/`)),
      )
      .toEqual([new URL(url).pathname.slice(1)]);
    await edit(file.id, { visibility: 'private' });
    await expect.poll(() => publicCopiesOf(file.id)).toEqual([]);
  });

  it('a change of visibility is refused for an old revision', async () => {
    const file = await uploaded(picture, photo);
    await edit(file.id, { title: 'Harbour' });
    const stale = await edit(file.id, { visibility: 'public', revision: file.revision });
    expect(stale).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect((await getFile(file.id)).visibility).toBe('private');
  });

  it('only the collection’s publishers may make a file public', async () => {
    const note = await uploaded(
      { collection: 'documents', filename: 'n.txt', contentType: 'text/plain' },
      'private by policy',
    );
    expect(await edit(note.id, { visibility: 'public' })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    expect((await edit(note.id, { visibility: 'public' }, staff)).status).toBe(403);
    const file = await uploaded(picture, photo);
    expect((await edit(file.id, { visibility: 'public' }, bob)).status).toBe(404);
    // Nothing is changed, so no permission is checked.
    expect((await edit(note.id, { visibility: 'private' })).status).toBe(200);
  });

  it('a pending file becomes public only after its verdict', async () => {
    const { file } = await issue({ ...picture, size: photo.byteLength });
    expect(await edit(file.id, { visibility: 'public' })).toMatchObject({
      status: 409,
      body: { code: 'not_ready', fileStatus: 'pending' },
    });
  });
});
