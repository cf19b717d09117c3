import { afterEach, beforeEach, expect, it } from 'vitest';
import { AirlockRefusal, createAirlock, UnavailableError } from '../../client/airlock.ts';
import { type ContractServer, startContractServer } from './contract-server.ts';

let server: ContractServer;
beforeEach(async () => {
  server = await startContractServer();
});
afterEach(() => server[Symbol.asyncDispose]());

const airlock = () => createAirlock({ api: server.url, getToken: () => 'token' });
const note = Object.assign(new Blob(['hello'], { type: 'text/plain' }), { name: 'notes.txt' });
const upload = () => airlock().upload(note, { collection: 'documents' });

it('edits title and caption, and takes a text away', async () => {
  const { id, revision } = await upload();
  const edited = await airlock().edit(id, { title: 'Greeting', caption: 'Short.', revision });
  expect(edited).toMatchObject({ title: 'Greeting', caption: 'Short.', revision: revision + 1 });
  const cleared = await airlock().edit(id, { title: null });
  expect(cleared.title).toBeUndefined();
  expect(cleared.caption).toBe('Short.');
});

it('an edit of a revision that is no longer the latest is refused', async () => {
  const { id, revision } = await upload();
  await airlock().edit(id, { title: 'first', revision });
  const error = await airlock()
    .edit(id, { title: 'second', revision })
    .catch((each: unknown) => each);
  expect(error).toBeInstanceOf(AirlockRefusal);
  expect(error).toMatchObject({ code: 'conflict' });
});

it('an edit whose answer was lost is not taken for the edit of another caller', async () => {
  const { id, revision } = await upload();
  server.fault = (what, count) =>
    what === 'PATCH file' && count === 0 ? 'drop after serving' : undefined;
  const edited = await airlock().edit(id, { title: 'Greeting', caption: null, revision });
  expect(edited).toMatchObject({ title: 'Greeting', revision: revision + 1 });
  expect(server.count('PATCH file')).toBe(2);
});

it('shares with users and groups, whatever their names hold, and takes it back', async () => {
  const { id } = await upload();
  const grantees = ['user:bob', 'group:press/ünits & more', 'user:auth0|7?#'];
  for (const grantee of grantees) await airlock().share(id, grantee);
  const principals = async () =>
    (await airlock().grants(id)).grants.map(({ principal }) => principal);
  expect(await principals()).toEqual(grantees);
  for (const grantee of grantees.slice(1)) await airlock().unshare(id, grantee);
  expect(await principals()).toEqual(['user:bob']);
});

it('the client reads every page of grants and links', async () => {
  const { id } = await upload();
  for (const name of ['a', 'b', 'c']) await airlock().share(id, `user:${name}`);
  const first = await airlock().grants(id, { limit: 2 });
  expect(first.grants).toHaveLength(2);
  const cursor = first.nextCursor ?? expect.fail('no cursor');
  const second = await airlock().grants(id, { limit: 2, cursor });
  expect(second.grants.map(({ principal }) => principal)).toEqual(['user:c']);
  expect(second.nextCursor).toBeUndefined();
});

it('creates links, lists them without their URLs, and revokes them', async () => {
  const { id } = await upload();
  const link = await airlock().createLink(id, { expiresInSeconds: 3600, maxUses: 2 });
  expect(link).toMatchObject({ maxUses: 2, url: expect.stringContaining('/links/') });
  const { links } = await airlock().links(id);
  expect(links).toMatchObject([{ id: link.id, maxUses: 2 }]);
  expect(JSON.stringify(links)).not.toContain(link.url);
  await airlock().revokeLink(id, link.id);
  expect((await airlock().links(id)).links).toEqual([]);
});

it('asks for a link only once, so that a lost answer never makes two', async () => {
  const { id } = await upload();
  server.fault = (what) => (what === 'POST links' ? 'drop after serving' : undefined);
  const lost = airlock().createLink(id, { expiresInSeconds: 3600 });
  await expect(lost).rejects.toBeInstanceOf(UnavailableError);
  expect(server.count('POST links')).toBe(1);
});

it('asks for a link again when it was only throttled, which made none', async () => {
  const { id } = await upload();
  server.fault = (what, count) =>
    what === 'POST links' && count < 2
      ? { status: 429, body: '{"message":"Too Many"}' }
      : undefined;
  await airlock().createLink(id, { expiresInSeconds: 3600 });
  expect(server.count('POST links')).toBe(3);
  expect((await airlock().links(id)).links).toHaveLength(1);
});

it('usage returns the used amounts and the limits', async () => {
  await upload();
  expect(await airlock().usage()).toEqual({
    bytes: 5,
    files: 1,
    limits: { bytes: 1000, files: 10 },
  });
});

it('lists what was shared', async () => {
  const file = await upload();
  await airlock().share(file.id, 'group:press');
  const { files } = await airlock().list({ shared: 'group:press' });
  expect(files.map(({ id }) => id)).toEqual([file.id]);
  expect((await airlock().list({ shared: 'me' })).files).toEqual([]);
});

it('names the file whose place an upload takes, and keeps it apart from a plain one', async () => {
  const old = await upload();
  const replacement = await airlock().upload(note, { collection: 'documents', replaces: old.id });
  expect(server.stored.get(replacement.id)?.request.replaces).toBe(old.id);
  expect(server.stored.get(old.id)?.request).not.toHaveProperty('replaces');
});
