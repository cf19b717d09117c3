// What owners do with their files: quota, editing, replacing and deleting.
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { File } from '../../lambdas/http/contract.ts';
import {
  alice,
  bob,
  call,
  getFile,
  issue,
  png,
  postForm,
  settled,
  staff,
  uploaded,
} from './api.ts';
import { versionsOf } from './behind.ts';
import { edit, fixture, follow, grant, link, note, read, remove, usage } from './file-calls.ts';

describe('the quota', () => {
  // What an attempt that failed has left would count as well.
  beforeEach(async () => {
    const { body } = await call('GET', '/files', { token: staff });
    await Promise.all(body.files.map(({ id }) => remove(id, staff)));
  });

  // The quota of staff in the test configuration is 1,000 bytes and 5 files.
  it('refuses what does not fit, says how much is used, and lets the same request through once there is room', async () => {
    const before = await usage(staff);
    expect(before.limits).toEqual({ bytes: 1000, files: 5 });
    const first = await uploaded(note, 'x'.repeat(600), staff);
    const key = { 'idempotency-key': randomUUID() };
    const body = { ...note, size: 500 };
    const refused = await call('POST', '/files', { token: staff, body, headers: key });
    expect(refused).toMatchObject({
      status: 403,
      body: { code: 'quota_exceeded', resource: 'bytes', used: 600, limit: 1000, needed: 500 },
    });
    await remove(first.id, staff);
    const retried = await call('POST', '/files', { token: staff, body, headers: key });
    expect(retried.status).toBe(201);
    await remove(retried.body.file.id, staff);
    expect(await usage(staff)).toEqual(before);
  });

  it('releases the quota of rejected, abandoned and deleted files exactly once', async () => {
    const rejected = await uploaded({ ...png, filename: 'no.png' }, 'not a picture', staff);
    expect(rejected.status).toBe('rejected');
    const { file: pending } = await issue({ ...note, size: 100 }, staff);
    expect(await usage(staff)).toMatchObject({ bytes: 100, files: 1 });
    for (const id of [rejected.id, pending.id, pending.id, rejected.id]) {
      expect((await remove(id, staff)).status).toBe(204);
    }
    expect(await usage(staff)).toMatchObject({ bytes: 0, files: 0 });
  });

  it('the quota is never exceeded, however many requests are concurrent', async () => {
    const tries = await Promise.all(
      Array.from({ length: 40 }, () =>
        call('POST', '/files', { token: staff, body: { ...note, size: 150 } }),
      ),
    );
    const won = tries.filter(({ status }) => status === 201);
    expect(won).toHaveLength(5);
    expect(tries.filter(({ body }) => body.code === 'quota_exceeded').length).toBeGreaterThan(0);
    expect(await usage(staff)).toMatchObject({ bytes: 750, files: 5 });
    await Promise.all(won.map(({ body }) => remove(body.file.id, staff)));
    expect(await usage(staff)).toMatchObject({ bytes: 0, files: 0 });
  });

  it('refuses a file that is larger than the whole quota', async () => {
    expect(
      await call('POST', '/files', { token: staff, body: { ...note, size: 1001 } }),
    ).toMatchObject({
      status: 403,
      body: { code: 'quota_exceeded', needed: 1001, limit: 1000 },
    });
  });
});

describe('editing', () => {
  it('changes title and caption, and takes them away', async () => {
    const file = await uploaded(note, 'text');
    const { body } = await edit(file.id, { title: 'A title', caption: 'two\r\nlines' });
    expect(body.file).toMatchObject({ title: 'A title', caption: 'two\nlines', revision: 2 });
    const cleared = await edit(file.id, { title: null });
    expect(cleared.body.file.title).toBeUndefined();
    expect(cleared.body.file.caption).toBe('two\nlines');
  });

  it('an edit replaces the metadata as a whole, and null removes it', async () => {
    const file = await uploaded({ ...note, metadata: { orderId: 'A-1', step: '1' } }, 'text');
    const metadata = { orderId: 'A-2', constructor: 'own' };
    expect((await edit(file.id, { metadata })).body.file).toMatchObject({ metadata, revision: 2 });
    expect((await edit(file.id, { title: 'A title' })).body.file.metadata).toEqual(metadata);
    expect((await edit(file.id, { metadata: null })).body.file.metadata).toBeUndefined();
    for (const wrong of [{ ' ': 'a' }, { a: 1 }, { a: 'x'.repeat(513) }, []]) {
      expect((await edit(file.id, { metadata: wrong })).status).toBe(400);
    }
  });

  it('reports a conflict to the second of two tabs that edit a file', async () => {
    const file = await uploaded(note, 'text');
    expect((await edit(file.id, { title: 'one', revision: 1 })).status).toBe(200);
    expect(await edit(file.id, { title: 'two', revision: 1 })).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    });
    expect((await getFile(file.id)).title).toBe('one');
  });

  it.each([Number.MAX_SAFE_INTEGER - 1, 0, -5])(
    'an edit with the revision %i, which the file never had, is a conflict',
    async (revision) => {
      const { file } = await issue({ ...note, size: 2 });
      expect(await edit(file.id, { title: 'late', revision })).toMatchObject({
        status: 409,
        body: { code: 'conflict' },
      });
    },
  );

  it('an edit with a revision that no other can follow is refused as a wrong request', async () => {
    const { file } = await issue({ ...note, size: 2 });
    expect(await edit(file.id, { title: 'x', revision: Number.MAX_SAFE_INTEGER })).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    });
  });

  it('an edit of a pending file is kept after the verdict', async () => {
    const issued = await issue({ ...note, size: 2 });
    await edit(issued.file.id, { title: 'early' });
    await postForm(issued, 'ok');
    expect(await settled(issued.file.id)).toMatchObject({ status: 'ready', title: 'early' });
  });

  it.each([
    { title: 'x'.repeat(201) },
    { title: '' },
    { title: 'a\u0007b' },
    { status: 'ready' },
    { caption: 'x'.repeat(2001) },
  ])('an edit to %j is refused', async (body) => {
    const file = await uploaded(note, 'text');
    expect((await edit(file.id, body)).status).toBe(400);
  });
});

describe('replacing', () => {
  it('a replacement keeps the id, the grants and the links of the file', async () => {
    const old = await uploaded(note, 'version 1');
    await grant(old.id, 'user:bob');
    const { body: lasting } = await link(old.id, { expiresInSeconds: 600 });
    const issued = await issue({ ...note, filename: 'final.txt', size: 9, replaces: old.id });
    expect((await getFile(old.id)).version).toBe(1);
    await postForm(issued, 'version 2');
    const file = await settled(issued.file.id);
    expect(file).toMatchObject({ id: old.id, status: 'ready', version: 2, filename: 'final.txt' });
    expect(file).toEqual(await getFile(old.id));
    expect((await read(old.id, bob)).body.file.version).toBe(2);
    const followed = await follow(lasting.url);
    expect(await (await fetch(followed.headers.get('location') ?? '')).text()).toBe('version 2');
    expect((await call('GET', `/files/${old.id}/links`, { token: alice })).body.links).toHaveLength(
      1,
    );
    // The first bytes are purged, and the second are under the key of their upload.
    await expect.poll(() => versionsOf(old.id)).toEqual([]);
    expect(await versionsOf(issued.file.id)).toHaveLength(1);
  });

  it('the id of the upload answers with the file and takes no other request', async () => {
    const old = await uploaded(note, 'version 1');
    const issued = await issue({ ...note, size: 9, replaces: old.id });
    expect((await grant(issued.file.id, 'user:bob')).status).toBe(409);
    await postForm(issued, 'version 2');
    await settled(issued.file.id);
    const { id } = issued.file;
    expect((await read(id, alice)).body.file.id).toBe(old.id);
    expect((await read(id, bob)).status).toBe(404);
    expect((await remove(id)).status).toBe(404);
    expect((await edit(id, { title: 'x' })).status).toBe(404);
    expect((await call('GET', `/files/${id}/download`, { token: alice })).status).toBe(404);
    const listed = await call('GET', '/files?limit=100', { token: alice });
    const ids = listed.body.files.map((file: File) => file.id);
    expect([ids.includes(old.id), ids.includes(id)]).toEqual([true, false]);
  });

  it('two replacements at once are two versions, and deleting the file deletes every byte', async () => {
    const old = await uploaded(note, 'version 1');
    const claims = await Promise.all(
      ['version 2', 'version 3'].map(async (text) => {
        const issued = await issue({ ...note, size: 9, replaces: old.id });
        await postForm(issued, text);
        return issued.file.id;
      }),
    );
    await expect.poll(async () => (await getFile(old.id)).version).toBe(3);
    expect((await remove(old.id)).status).toBe(204);
    for (const id of [old.id, ...claims]) await expect.poll(() => versionsOf(id)).toEqual([]);
    for (const id of claims) expect((await read(id, alice)).status).toBe(404);
  });

  it('asked for again with its Idempotency-Key is the same upload, also once it has happened', async () => {
    const old = await uploaded(note, 'version 1');
    const headers = { 'idempotency-key': randomUUID() };
    const body = { ...note, size: 9, replaces: old.id };
    const send = () => call('POST', '/files', { token: alice, body, headers });
    const first = await send();
    expect(first.status).toBe(201);
    await postForm(first.body, 'version 2');
    await settled(first.body.file.id);
    expect(await send()).toMatchObject({
      status: 200,
      body: { file: { id: old.id, status: 'ready', version: 2 } },
    });
  });

  it('a rejected replacement leaves the old file unchanged', async () => {
    const { id } = await uploaded(png, fixture('fixture.png'));
    // The variants of a picture come after its verdict.
    await expect.poll(async () => (await getFile(id)).variantsStatus).toBe('ready');
    const old = await getFile(id);
    const issued = await issue({ ...png, size: 5, replaces: id });
    await postForm(issued, 'noise');
    expect(await settled(issued.file.id)).toMatchObject({ status: 'rejected' });
    expect(await getFile(id)).toEqual(old);
  });

  it('only one’s own ready file of the same collection can be replaced', async () => {
    const mine = await uploaded(note, 'mine');
    const bobs = await uploaded(note, 'bobs', bob);
    const { file: pending } = await issue({ ...note, size: 5 });
    const replace = (claim: object) =>
      call('POST', '/files', { token: alice, body: { ...claim, size: 5 } });
    expect((await replace({ ...note, replaces: bobs.id })).status).toBe(404);
    expect((await replace({ ...note, replaces: 'nonsense' })).status).toBe(404);
    expect((await replace({ ...png, replaces: mine.id })).status).toBe(400);
    expect((await replace({ ...note, replaces: pending.id })).status).toBe(409);
  });
});

describe('deleting', () => {
  it('deleting a file deletes its record, bytes, grants and links', async () => {
    const file = await uploaded(note, 'short life');
    await grant(file.id, 'user:bob');
    const { body } = await link(file.id, { expiresInSeconds: 60 });
    expect((await remove(file.id)).status).toBe(204);
    expect((await remove(file.id)).status).toBe(204);
    expect((await remove(file.id, staff)).status).toBe(204);
    for (const token of [alice, bob, staff]) expect((await read(file.id, token)).status).toBe(404);
    expect((await follow(body.url)).status).toBe(404);
    await expect.poll(() => versionsOf(file.id)).toEqual([]);
    expect((await grant(file.id, 'user:carol')).status).toBe(404);
    expect((await edit(file.id, { title: 'x' })).status).toBe(404);
  });

  it('deleting a file while it is judged never leaves bytes without a record', async () => {
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        const issued = await issue({ ...note, size: 4 });
        await Promise.all([postForm(issued, 'race'), remove(issued.file.id)]);
        await remove(issued.file.id);
        await expect.poll(() => versionsOf(issued.file.id)).toEqual([]);
        expect((await read(issued.file.id, alice)).status).toBe(404);
      }),
    );
  });

  it('bytes that are posted after the deletion are deleted too', async () => {
    const issued = await issue({ ...note, size: 4 });
    await postForm(issued, 'once');
    await settled(issued.file.id);
    await remove(issued.file.id);
    expect((await postForm(issued, 'more')).status).toBe(201);
    await expect.poll(() => versionsOf(issued.file.id)).toEqual([]);
  });
});
