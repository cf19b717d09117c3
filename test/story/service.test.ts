// The application's backend over plain HTTP: it signs in as a service, and acts for the people who use the application.
import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { createAirlock, type ExportedPage } from '../../client/airlock.ts';
import { serviceToken } from '../access-token.ts';
import { addresses, alice, bob, call, issue, postForm, settled } from './api.ts';

const service = await serviceToken(addresses);
const note = {
  collection: 'everything',
  filename: 'note.txt',
  contentType: 'text/plain',
  size: 5,
} as const;

/** A ready file that the service uploaded for an owner. */
async function uploadedFor(owner: string) {
  const issued = await issue({ ...note, owner }, service);
  expect((await postForm(issued, 'hello')).status).toBe(201);
  return settled(issued.file.id, service);
}

async function pagesOf(pages: AsyncIterable<ExportedPage>): Promise<ExportedPage[]> {
  const all: ExportedPage[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

describe('a service that acts for an owner', () => {
  it('signs in with a scope of Airlock’s own and without openid', () => {
    expect(decodeJwt(service)).toMatchObject({ scope: expect.stringMatching(/^[\w-]+\/service$/) });
  });

  it('uploads a file that belongs to the owner, who finds and reads it like any other', async () => {
    const file = await uploadedFor('alice');
    expect(file).toMatchObject({ owner: 'alice', status: 'ready' });
    const list = await call('GET', '/files?collection=everything', { token: alice });
    expect(list.body.files.map(({ id }: { id: string }) => id)).toContain(file.id);
    expect((await call('GET', `/files/${file.id}`, { token: bob })).status).toBe(404);
  });

  it('lists, edits, shares, downloads and deletes the files of every owner', async () => {
    const owner = `person-${randomUUID()}`;
    const { id } = await uploadedFor(owner);
    const list = await call('GET', `/files?owner=${owner}`, { token: service });
    expect(list.body.files).toMatchObject([{ id, permissions: { download: true, delete: true } }]);
    const edit = await call('PATCH', `/files/${id}`, { token: service, body: { title: 'Title' } });
    expect(edit).toMatchObject({ status: 200, body: { file: { owner, title: 'Title' } } });
    const grant = `/files/${id}/grants/${encodeURIComponent('user:bob')}`;
    expect((await call('PUT', grant, { token: service })).status).toBe(204);
    const accept = { accept: 'application/json' };
    const download = await call('GET', `/files/${id}/download`, { token: bob, headers: accept });
    expect(await (await fetch(download.body.url)).text()).toBe('hello');
    expect((await call('DELETE', `/files/${id}`, { token: service })).status).toBe(204);
    expect((await call('GET', `/files?owner=${owner}`, { token: service })).body.files).toEqual([]);
  });

  it('sees the usage of the owner, which its uploads for that owner count against', async () => {
    const owner = `person-${randomUUID()}`;
    await issue({ ...note, owner }, service);
    const batch = { owner, claims: [note, note] };
    expect((await call('POST', '/files', { token: service, body: batch })).status).toBe(201);
    const usage = await call('GET', `/usage?owner=${owner}`, { token: service });
    expect(usage.body).toMatchObject({ bytes: 15, files: 3 });
  });

  it('uploads files of several owners at once with the client library, each to its own owner', async () => {
    const airlock = createAirlock({ api: addresses.api, getToken: () => service });
    const owners = [`person-${randomUUID()}`, `person-${randomUUID()}`];
    const wanted = Array.from({ length: 8 }, (_, index) => owners[index % 2] ?? '');
    const files = await Promise.all(
      wanted.map((owner, index) => {
        const file = new File([`text ${index}`], `${index}.txt`, { type: 'text/plain' });
        return airlock.upload(file, { collection: 'everything', owner });
      }),
    );
    expect(files.map(({ owner }) => owner)).toEqual(wanted);
    expect(await airlock.usage({ owner: owners[0] ?? '' })).toMatchObject({ files: 4, bytes: 24 });
  });

  it('finds nothing of an owner who never existed', async () => {
    const list = await call('GET', `/files?owner=${randomUUID()}`, { token: service });
    expect(list).toMatchObject({ status: 200, body: { files: [] } });
  });
});

describe('everything of an owner', () => {
  it('everything of an owner is exported page by page with links to the bytes, and then deleted', async () => {
    const airlock = createAirlock({ api: addresses.api, getToken: () => service });
    const owner = `person/${randomUUID()}`;
    const wanted = Array.from({ length: 52 }, (_, index) => `text ${index}`);
    const uploaded = await Promise.all(
      wanted.map((text, index) => {
        const file = new File([text], `${index}.txt`, { type: 'text/plain' });
        return airlock.upload(file, { collection: 'everything', owner });
      }),
    );
    const pages = await pagesOf(airlock.exportOwner(owner));
    expect(pages.map(({ files }) => files.length)).toEqual([50, 2]);
    const [first = '', second = ''] = await Promise.all(
      pages.map(async ({ files }) => (await fetch(files[0]?.download?.url ?? '')).text()),
    );
    expect(wanted).toEqual(expect.arrayContaining([first, second]));
    const cursor = pages[0]?.nextCursor ?? '';
    const [rest] = await pagesOf(airlock.exportOwner(owner, { cursor }));
    expect(rest?.files.map(({ file }) => file.id)).toEqual(
      pages[1]?.files.map(({ file }) => file.id),
    );
    expect(await airlock.deleteOwner(owner)).toBe(uploaded.length);
    expect((await airlock.list({ owner })).files).toEqual([]);
    expect(await airlock.usage({ owner })).toMatchObject({ bytes: 0, files: 0 });
    expect(await airlock.deleteOwner(owner)).toBe(0);
  });

  it('no other person deletes everything of an owner', async () => {
    const answer = await call('POST', '/owners/bob/deletions', { token: alice });
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });
});

describe('a person', () => {
  it.each<[string, string, object?]>([
    ['POST', '/files', { ...note, owner: 'bob' }],
    ['POST', '/files', { owner: 'bob', claims: [note] }],
    ['GET', '/usage?owner=bob'],
  ])('may not act for another owner: %s %s', async (method, path, body) => {
    const answer = await call(method, path, { token: alice, body });
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });
});
