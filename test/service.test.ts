// A service that acts for owners: whose files its uploads become, whose quota they count against, and what it lists.
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { defineConfig } from '../lambdas/config/config.ts';
import type { Principal } from '../lambdas/domain/access.ts';
import { postTo } from './backend.ts';
import { backendForFile, ownerForTest } from './backend-for-file.ts';
import { noteClaim } from './note-claim.ts';

const config = defineConfig({
  auth: { services: [{ subject: 'backend' }] },
  collections: {
    notes: { types: ['text/plain'], maxBytes: 1000 },
    press: { types: ['text/plain'], maxBytes: 1000, uploaders: ['group:press'] },
  },
  quota: { bytes: 100, files: 3, overrides: { 'group:press': { files: 50 } } },
});
const service: Principal = { sub: 'backend', groups: ['press'], isService: true };

const backend = await backendForFile({ config, now: () => new Date() });
const owner = ownerForTest();

const usageOf = async ({ sub }: Principal) => {
  const { bytes, files } = await backend.usage(service, sub);
  return { bytes, files };
};

/** A ready file of the owner. */
async function readyFile(): Promise<string> {
  const { file, upload } = await backend.issue(noteClaim(), owner);
  if (upload?.kind !== 'post') expect.fail('no form');
  expect(await postTo(upload, new TextEncoder().encode('hello'))).toBe(201);
  const [version] = await backend.listVersions(upload.fields.key ?? '');
  await backend.receive(version ?? expect.fail('no version'));
  expect((await backend.get(file.id, owner)).status).toBe('ready');
  return file.id;
}

describe('an upload that a service issues for an owner', () => {
  it('an upload of a service belongs to the owner that it names, who may read, delete and finish it', async () => {
    const { file } = await backend.issue(noteClaim({ owner: owner.sub }), service);
    expect(file.owner).toBe(owner.sub);
    expect((await backend.get(file.id, owner)).owner).toBe(owner.sub);
    expect((await backend.list({ limit: 10 }, owner)).files.map(({ id }) => id)).toEqual([file.id]);
    await backend.remove(file.id, owner);
    expect(await usageOf(owner)).toEqual({ bytes: 0, files: 0 });
  });

  it('counts against the quota of that owner, whose groups are unknown, and not against that of the service', async () => {
    const before = await backend.usage(service);
    for (let count = 0; count < 3; count += 1)
      await backend.issue(noteClaim({ owner: owner.sub }), service);
    expect(await usageOf(owner)).toEqual({ bytes: 15, files: 3 });
    await expect(backend.issue(noteClaim({ owner: owner.sub }), service)).rejects.toMatchObject({
      code: 'quota_exceeded',
      details: { resource: 'files', used: 3, limit: 3 },
    });
    expect(await backend.usage(service)).toEqual(before);
  });

  it('an upload by a service may go into a collection that only a group uploads to', async () => {
    const claim = noteClaim({ collection: 'press', owner: owner.sub });
    expect((await backend.issue(claim, service)).file.collection).toBe('press');
  });

  it('an upload of a service that names no owner belongs to the service', async () => {
    expect((await backend.issue(noteClaim(), service)).file.owner).toBe(service.sub);
  });

  it('a service that repeats an Idempotency-Key gets the same upload, and another one for another owner', async () => {
    const key = randomUUID();
    const claim = noteClaim({ owner: owner.sub });
    const first = await backend.issue(claim, service, key);
    const again = await backend.issue(claim, service, key);
    const other = await backend.issue({ ...claim, owner: `other-${randomUUID()}` }, service, key);
    expect([again.isReplay, again.file.id]).toEqual([true, first.file.id]);
    expect(other.isReplay).toBe(false);
  });

  it('replaces a file of that owner, and none of another', async () => {
    const replaces = await readyFile();
    const claim = noteClaim({ replaces, owner: owner.sub });
    expect((await backend.issue(claim, service)).file.owner).toBe(owner.sub);
    await expect(
      backend.issue({ ...claim, owner: `other-${randomUUID()}` }, service),
    ).rejects.toMatchObject({ code: 'invalid_request', message: /another owner/ });
  });

  it('a batch of a service belongs to one owner as a whole', async () => {
    const claims = [noteClaim(), noteClaim({ size: 90 }), noteClaim({ size: 6 })];
    const { results } = await backend.issueBatch(
      { mode: 'each', owner: owner.sub, claims },
      service,
    );
    expect(results.map(({ outcome }) => outcome)).toEqual(['issued', 'issued', 'refused']);
    expect(await usageOf(owner)).toEqual({ bytes: 95, files: 2 });
  });
});

describe('a caller who is no service', () => {
  const stranger: Principal = { sub: 'carl', groups: ['press', 'backend'] };

  it('a caller who is no service may name no other owner in a claim, a batch or a request for usage', async () => {
    const forbidden = { code: 'forbidden' };
    const claim = noteClaim({ owner: owner.sub });
    await expect(backend.issue(claim, stranger)).rejects.toMatchObject(forbidden);
    const batch = { mode: 'each', owner: owner.sub, claims: [noteClaim()] } as const;
    await expect(backend.issueBatch(batch, stranger)).rejects.toMatchObject(forbidden);
    await expect(backend.usage(stranger, owner.sub)).rejects.toMatchObject(forbidden);
    await expect(backend.list({ limit: 5, owner: owner.sub }, stranger)).rejects.toMatchObject(
      forbidden,
    );
  });

  it('a caller who is no service may name themselves as owner', async () => {
    expect((await backend.issue(noteClaim({ owner: owner.sub }), owner)).file.owner).toBe(
      owner.sub,
    );
  });
});

describe('a list that a service asks for', () => {
  const ids = async (request: object) =>
    (await backend.list({ limit: 10, ...request }, service)).files.map(({ id }) => id);

  it('holds every file of one owner, pending ones included, and those of one collection where it names one', async () => {
    const { file: inNotes } = await backend.issue(noteClaim({ owner: owner.sub }), service);
    const press = noteClaim({ owner: owner.sub, collection: 'press' });
    const { file: inPress } = await backend.issue(press, service);
    expect((await ids({ owner: owner.sub })).toSorted()).toEqual(
      [inNotes.id, inPress.id].toSorted(),
    );
    expect(await ids({ owner: owner.sub, collection: 'press' })).toEqual([inPress.id]);
  });

  it('the list of an owner who never existed is empty', async () => {
    expect(await ids({ owner: owner.sub })).toEqual([]);
    expect(await usageOf(owner)).toEqual({ bytes: 0, files: 0 });
  });

  it('holds the files of all owners in a collection with the scope all', async () => {
    const id = await readyFile();
    expect(await ids({ collection: 'notes', scope: 'all' })).toContain(id);
  });
});
