// Replacing a file while others download, share and delete it: every reader gets one whole content that was judged.
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { createAirlock } from '../../client/airlock.ts';
import { serviceToken } from '../access-token.ts';
import { addresses, bob, call, getFile, issue, postForm, settled } from './api.ts';

const service = await serviceToken(addresses);
const airlock = createAirlock({ api: addresses.api, getToken: () => service });
const note = { collection: 'everything', filename: 'note.txt', contentType: 'text/plain' };
const contents = ['first content', 'second, longer content', 'third'];

/** A ready file of a new owner, and the claims of its replacements. */
async function fileOf(owner: string) {
  const issued = await issue({ ...note, owner, size: contents[0]?.length }, service);
  await postForm(issued, contents[0] ?? '');
  return settled(issued.file.id, service);
}

/** Replaces the file with the second and the third content, one after the other. */
async function replaceTwice(owner: string, id: string): Promise<void> {
  for (const text of contents.slice(1)) {
    const claim = { ...note, owner, size: text.length, replaces: id };
    const answer = await call('POST', '/files', { token: service, body: claim });
    // Deleted in between.
    if (answer.status === 404 || answer.status === 409) return;
    await postForm(answer.body, text);
    await expect
      .poll(async () => {
        const { status, body } = await call('GET', `/files/${id}`, { token: service });
        return status === 404 || (body.file.sha256 !== undefined && body.file.size === text.length);
      })
      .toBe(true);
  }
}

/**
 * S3's statuses for a version that was purged between the signature of its URL and the use of it: 403 where the signer may not
 * list, because S3 then does not say what is missing (GetObject in the S3 API reference).
 */
const purged: readonly number[] = [403, 404];

/** Downloads while `isRunning` says so; returns every text that was read. */
async function readAll(id: string, token: string, isRunning: () => boolean) {
  const texts: string[] = [];
  while (isRunning()) {
    const accept = { accept: 'application/json' };
    const link = await call('GET', `/files/${id}/download`, { token, headers: accept });
    if (link.status !== 200) continue;
    const response = await fetch(link.body.url);
    const text = await response.text();
    if (response.status === 200) texts.push(text);
    else expect(purged).toContain(response.status);
  }
  return texts;
}

it('whoever downloads or shares a file while it is replaced gets whole contents, and the grants stay', async () => {
  const owner = `person-${randomUUID()}`;
  const { id } = await fileOf(owner);
  const grants = ['bob', 'carol', 'dora'].map(
    (name) => `/files/${id}/grants/${encodeURIComponent(`user:${name}`)}`,
  );
  await call('PUT', grants[0] ?? '', { token: service });
  let isRunning = true;
  const replacing = replaceTwice(owner, id).finally(() => {
    isRunning = false;
  });
  const [own, granted] = await Promise.all([
    readAll(id, service, () => isRunning),
    readAll(id, bob, () => isRunning),
    ...grants.slice(1).map((path) => call('PUT', path, { token: service })),
    replacing,
  ]);
  expect(contents).toEqual(expect.arrayContaining([...new Set([...own, ...granted])]));
  expect(own.length).toBeGreaterThan(0);
  expect(await getFile(id, bob)).toMatchObject({ version: 3, size: 5 });
  const { body } = await call('GET', `/files/${id}/grants`, { token: service });
  expect(body.grants).toHaveLength(3);
});

it('a file that is deleted while it is replaced, downloaded and shared stays deleted, and what replaces it then is a file of its own that is not shared', async () => {
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      const owner = `person-${randomUUID()}`;
      const { id } = await fileOf(owner);
      let isRunning = true;
      const path = `/files/${id}/grants/${encodeURIComponent('user:bob')}`;
      const deleting = call('PUT', path, { token: service })
        .then(() => call('DELETE', `/files/${id}`, { token: service }))
        .finally(() => {
          isRunning = false;
        });
      const [texts] = await Promise.all([
        readAll(id, bob, () => isRunning),
        replaceTwice(owner, id),
        deleting,
      ]);
      expect(contents).toEqual(expect.arrayContaining([...new Set(texts)]));
      for (const token of [service, bob]) {
        expect((await call('GET', `/files/${id}`, { token })).status).toBe(404);
      }
      // A replacement that is accepted after the deletion is a new file without grants and links.
      const left = await expect
        .poll(() => settledOf(owner))
        .not.toBeUndefined()
        .then(() => settledOf(owner));
      expect((left ?? []).map((file) => file.id)).not.toContain(id);
      for (const file of left ?? []) {
        expect((await call('GET', `/files/${file.id}`, { token: bob })).status).toBe(404);
      }
      expect((await airlock.usage({ owner })).files).toBe(left?.length);
      await airlock.deleteOwner(owner);
      expect(await airlock.usage({ owner })).toMatchObject({ files: 0, bytes: 0 });
    }),
  );
});

/** The files of an owner once all are ready; undefined while one waits for its verdict. */
async function settledOf(owner: string) {
  const { files } = await airlock.list({ owner });
  return files.every(({ status }) => status === 'ready') ? files : undefined;
}
