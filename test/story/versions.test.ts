// Earlier contents of a file: kept for those in charge of it where the collection says so, and what older releases left behind.
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { alice, bob, call, getFile, issue, postForm, settled, staff, uploaded } from './api.ts';
import { putItem, recordOf, versionsOf } from './behind.ts';

const draft = { collection: 'drafts', filename: 'one.txt', contentType: 'text/plain' };
const versions = (id: string, token = alice) => call('GET', `/files/${id}/versions`, { token });
const download = (id: string, version: number | string, token = alice) =>
  call('GET', `/files/${id}/download?version=${version}`, {
    token,
    headers: { accept: 'application/json' },
  });
const usage = async () => (await call('GET', '/usage', { token: alice })).body;

async function replace(id: string, text: string, filename: string) {
  const issued = await issue({ ...draft, filename, size: text.length, replaces: id });
  await postForm(issued, text);
  return { uploadId: issued.file.id, file: await settled(issued.file.id) };
}

describe('a collection that keeps replaced contents', () => {
  it('those in charge list the versions of a file and download each of them', async () => {
    const { id } = await uploaded(draft, 'first');
    await replace(id, 'second!', 'two.txt');
    await replace(id, 'third', 'three.txt');
    for (const token of [alice, staff]) {
      const { status, body } = await versions(id, token);
      expect(status).toBe(200);
      expect(body.versions).toMatchObject([
        { version: 3, filename: 'three.txt', size: 5 },
        { version: 2, filename: 'two.txt', size: 7, keptUntil: expect.any(String) },
        { version: 1, filename: 'one.txt', size: 5, replacedAt: expect.any(String) },
      ]);
      expect(JSON.stringify(body)).not.toMatch(/media\/|versionId/);
    }
    for (const [version, text] of [
      [1, 'first'],
      [2, 'second!'],
      [3, 'third'],
    ] as const) {
      const { body } = await download(id, version);
      const response = await fetch(body.url);
      expect(await response.text()).toBe(text);
    }
    expect((await download(id, 4)).status).toBe(404);
    expect((await download(id, 'x')).status).toBe(400);
  });

  it('who may only read a file sees its present content alone', async () => {
    const { id } = await uploaded(draft, 'first');
    await replace(id, 'second', 'two.txt');
    expect((await versions(id, bob)).status).toBe(404);
    await call('PUT', `/files/${id}/grants/${encodeURIComponent('user:bob')}`, { token: alice });
    expect((await versions(id, bob)).status).toBe(403);
    expect((await download(id, 1, bob)).status).toBe(403);
    const { body } = await download(id, 2, bob);
    expect(await (await fetch(body.url)).text()).toBe('second');
  });

  it('a kept content counts against the quota, and is purged with the file', async () => {
    const { id } = await uploaded(draft, 'first');
    const { uploadId } = await replace(id, 'second', 'two.txt');
    const before = await usage();
    await call('DELETE', `/files/${id}`, { token: alice });
    expect(before.bytes - (await usage()).bytes).toBeGreaterThanOrEqual(11);
    for (const each of [id, uploadId]) await expect.poll(() => versionsOf(each)).toEqual([]);
    expect((await download(id, 1)).status).toBe(404);
  });

  it('a file that is not ready has no versions', async () => {
    const { file } = await issue({ ...draft, size: 5 });
    expect((await versions(file.id)).status).toBe(409);
    expect((await versions(randomUUID())).status).toBe(404);
  });
});

describe('records that a release before 0.3 has written', () => {
  it('grants and links of a file that it replaced move to the file that replaced it', async () => {
    const [old, next] = [await uploaded(draft, 'old'), await uploaded(draft, 'new')];
    await call('PUT', `/files/${old.id}/grants/${encodeURIComponent('user:bob')}`, {
      token: alice,
    });
    const { body: link } = await call('POST', `/files/${old.id}/links`, {
      token: alice,
      body: { expiresInSeconds: 600 },
    });
    const { listedAt: _listed, ofOwner: _owner, ...record } = await recordOf(old.id);
    const deletedAt = { S: new Date().toISOString() };
    const replacedBy = { S: next.id };
    await putItem({ ...record, status: { S: 'deleted' }, deletedAt, replacedBy });
    await putItem({ ...(await recordOf(next.id)), predecessors: { SS: [old.id] } });
    const readBy = async (token: string) =>
      (await call('GET', `/files/${next.id}`, { token })).status;
    await expect.poll(() => readBy(bob)).toBe(200);
    expect((await call('GET', `/files/${old.id}`, { token: alice })).status).toBe(404);
    await expect.poll(async () => (await fetch(link.url, { redirect: 'manual' })).status).toBe(302);
    // The new file is replaced like any other.
    const { file } = await replace(next.id, 'newer', 'two.txt');
    expect(file).toMatchObject({ id: next.id, version: 2 });
    expect(await readBy(bob)).toBe(200);
    expect(await getFile(next.id)).not.toHaveProperty('predecessors');
  });
});
