// Grants to users and groups, and links: who may read a file, and what else that allows.
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
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
import { edit, follow, grant, link, note, read, remove } from './file-calls.ts';

describe('sharing', () => {
  it('a grant lets a user or a group read until it is revoked', async () => {
    const file = await uploaded(note, 'for bob');
    expect((await read(file.id, bob)).status).toBe(404);
    expect((await grant(file.id, 'user:bob')).status).toBe(204);
    expect((await grant(file.id, 'user:bob')).status).toBe(204);
    expect((await read(file.id, bob)).body.file.id).toBe(file.id);
    expect((await call('GET', `/files/${file.id}/download`, { token: bob })).status).toBe(302);
    const shared = await call('GET', '/files?shared=me', { token: bob });
    const readOnly = {
      download: true,
      edit: false,
      publish: false,
      share: false,
      delete: false,
      replace: false,
    };
    expect(shared.body.files[0]).toEqual({ ...file, permissions: readOnly });
    expect(file.permissions).toEqual({
      ...readOnly,
      edit: true,
      share: true,
      delete: true,
      replace: true,
    });

    const grants = await call('GET', `/files/${file.id}/grants`, { token: alice });
    expect(grants.body.grants).toMatchObject([{ principal: 'user:bob', grantedBy: 'alice' }]);
    expect((await grant(file.id, 'user:bob', alice, 'DELETE')).status).toBe(204);
    expect((await grant(file.id, 'user:bob', alice, 'DELETE')).status).toBe(204);
    expect((await read(file.id, bob)).status).toBe(404);
    const { files } = (await call('GET', '/files?shared=me', { token: bob })).body;
    expect(files.map(({ id }: File) => id)).not.toContain(file.id);
  });

  it('administrators of a collection list everyone’s files in it, and one owner’s in all they administer', async () => {
    const file = await uploaded(note, 'to be found by the staff');
    const idsOf = async (query: string, token = staff) => {
      const { status, body } = await call('GET', `/files?${query}`, { token });
      expect(status).toBe(200);
      return body.files.map(({ id }: File) => id);
    };
    expect(await idsOf('collection=documents&scope=all')).toContain(file.id);
    expect(await idsOf('owner=alice&type=text/*&name=note')).toContain(file.id);
    expect(await idsOf('owner=bob')).not.toContain(file.id);
    expect(await idsOf('collection=documents')).not.toContain(file.id);
    expect(
      await call('GET', '/files?collection=documents&scope=all', { token: bob }),
    ).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  it('several files are downloaded and deleted by one request each, and each has its own outcome', async () => {
    const [one, two, foreign] = [
      await uploaded(note, 'one of several'),
      await uploaded(note, 'two of several'),
      await uploaded({ ...note, collection: 'everything' }, 'of another owner', bob),
    ];
    const ids = [one.id, randomUUID(), foreign.id, two.id];
    const post = (path: string, body: object) => call('POST', path, { token: alice, body });
    const downloads = await post('/downloads', { ids });
    expect(downloads.status).toBe(207);
    const refused = { outcome: 'refused', problem: { code: 'not_found', status: 404 } };
    expect(downloads.body.results).toMatchObject([
      { id: one.id, outcome: 'issued' },
      { id: ids[1], ...refused },
      { id: foreign.id, ...refused },
      { id: two.id, outcome: 'issued' },
    ]);
    expect(await (await fetch(downloads.body.results[3]?.url ?? '')).text()).toBe('two of several');

    const deletions = await post('/deletions', { ids });
    expect(deletions.status).toBe(207);
    expect(deletions.body.results.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'deleted',
      'refused',
      'refused',
      'deleted',
    ]);
    expect((await post('/deletions', { ids: [one.id, two.id] })).status).toBe(200);
    for (const { id } of [one, two]) expect((await read(id, alice)).status).toBe(404);
    expect((await read(foreign.id, bob)).status).toBe(200);
    for (const wrong of [[], ['x'], Array.from({ length: 51 }, () => randomUUID())]) {
      expect((await post('/deletions', { ids: wrong })).status).toBe(400);
    }
  });

  it('a file shared with a group is readable by its members, who list it under the group’s name', async () => {
    const file = await uploaded({ ...note, collection: 'everything' }, 'for the staff', bob);
    expect((await read(file.id, staff)).status).toBe(404);
    expect((await grant(file.id, 'group:staff', bob)).status).toBe(204);
    expect((await read(file.id, staff)).status).toBe(200);
    expect((await read(file.id, alice)).status).toBe(404);
    const shared = await call('GET', '/files?shared=group:staff', { token: staff });
    expect(shared.body.files.map(({ id }: File) => id)).toContain(file.id);
    expect(await call('GET', '/files?shared=group:staff', { token: alice })).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    });
  });

  it('a grant gives the permission to read and no other', async () => {
    const file = await uploaded(note, 'look, do not touch');
    await grant(file.id, 'user:bob');
    for (const answer of [
      await edit(file.id, { title: 'mine' }, bob),
      await grant(file.id, 'user:carol', bob),
      await call('GET', `/files/${file.id}/grants`, { token: bob }),
      await link(file.id, { expiresInSeconds: 60 }, bob),
      await remove(file.id, bob),
    ]) {
      expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    }
    const claim = { ...note, size: 1, replaces: file.id };
    expect((await call('POST', '/files', { token: bob, body: claim })).status).toBe(404);
  });

  it('sharing is allowed to administrators of the collection; others get not_found', async () => {
    const file = await uploaded(note, 'staff may');
    expect((await grant(file.id, 'user:bob', staff)).status).toBe(204);
    expect((await edit(file.id, { title: 'Tidied up' }, staff)).body.file.title).toBe('Tidied up');
    const hidden = await uploaded(note, 'bob may not know');
    expect(await grant(hidden.id, 'user:carol', bob)).toMatchObject({
      status: 404,
      body: (await read(randomUUID(), bob)).body,
    });
  });

  it.each(['bob', 'user:', 'users:bob', 'group:', 'user:b\u0000b', 'user:alice'])(
    'sharing with %j is refused',
    async (grantee) => {
      const file = await uploaded(note, 'mine');
      expect(await grant(file.id, grantee)).toMatchObject({
        status: 400,
        body: { code: 'invalid_request' },
      });
    },
  );

  it('sharing of a file ends when the file is rejected', async () => {
    const issued = await issue({ ...png, size: 5 });
    expect((await grant(issued.file.id, 'user:bob')).status).toBe(204);
    expect((await read(issued.file.id, bob)).status).toBe(200);
    await postForm(issued, 'noise');
    await settled(issued.file.id);
    await expect.poll(async () => (await read(issued.file.id, bob)).status).toBe(404);
    expect((await getFile(issued.file.id)).status).toBe('rejected');
  });

  it('the pages of many grants hold each grant once', async () => {
    const file = await uploaded(note, 'popular');
    await Promise.all(Array.from({ length: 25 }, (_, i) => grant(file.id, `user:fan-${i}`)));
    const seen: string[] = [];
    let cursor = '';
    do {
      const path = `/files/${file.id}/grants?limit=10${cursor}`;
      const { body } = await call('GET', path, { token: alice });
      seen.push(...body.grants.map(({ principal }: { principal: string }) => principal));
      cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : '';
    } while (cursor);
    expect(new Set(seen).size).toBe(25);
    expect(seen).toHaveLength(25);
  });
});

describe('a link', () => {
  it('a link works for everyone until it expires or is revoked', async () => {
    const file = await uploaded(note, 'psst');
    const { status, body } = await link(file.id, { expiresInSeconds: 60 });
    expect(status).toBe(201);
    const followed = await follow(body.url);
    expect(followed.status).toBe(302);
    expect(await (await fetch(followed.headers.get('location') ?? '')).text()).toBe('psst');
    const links = await call('GET', `/files/${file.id}/links`, { token: alice });
    expect(links.body.links).toMatchObject([{ id: body.id, createdBy: 'alice' }]);
    expect(JSON.stringify(links.body)).not.toContain(body.url.split('/').at(-1));
    expect(
      (await call('DELETE', `/files/${file.id}/links/${body.id}`, { token: alice })).status,
    ).toBe(204);
    expect((await follow(body.url)).status).toBe(404);
  });

  it('a link with three uses is followed three times, however many requests are concurrent', async () => {
    const file = await uploaded(note, 'three only');
    const { body } = await link(file.id, { expiresInSeconds: 60, maxUses: 3 });
    const answers = await Promise.all(Array.from({ length: 12 }, () => follow(body.url)));
    expect(answers.filter(({ status }) => status === 302)).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(9);
  });

  it('a link cannot be created for a file that is not ready, nor revoked under another file', async () => {
    const pending = await issue({ ...png, size: 10 });
    expect(await link(pending.file.id, { expiresInSeconds: 60 })).toMatchObject({
      status: 409,
      body: { code: 'not_ready' },
    });
    const [one, two] = [await uploaded(note, '1'), await uploaded(note, '2')];
    const { body } = await link(one.id, { expiresInSeconds: 60 });
    await call('DELETE', `/files/${two.id}/links/${body.id}`, { token: alice });
    expect((await follow(body.url)).status).toBe(302);
    for (const wrong of [
      { expiresInSeconds: 0 },
      { expiresInSeconds: 1e9 },
      { expiresInSeconds: 60, maxUses: 0 },
    ]) {
      expect((await link(one.id, wrong)).status).toBe(400);
    }
    expect(
      (await follow(body.url.replace(/.$/, (last: string) => (last === 'A' ? 'B' : 'A')))).status,
    ).toBe(404);
    expect((await follow(`${body.url}x`)).status).toBe(404);
  });
});
