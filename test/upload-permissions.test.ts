// Upload permissions on real engines: terms, uses under concurrency, and what the bearer may do afterwards.
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { defineConfig } from '../lambdas/config/config.ts';
import type { Principal } from '../lambdas/domain/access.ts';
import { MiB } from '../lambdas/domain/sizes.ts';
import { bearerOf, permissionIdOf } from '../lambdas/domain/upload-permission.ts';
import type { IssueRequest } from '../lambdas/http/claim-requests.ts';
import type { UploadPermissionRequest } from '../lambdas/http/permission-requests.ts';
import { postTo } from './backend.ts';
import { backendForFile } from './backend-for-file.ts';
import { noteClaim } from './note-claim.ts';

const config = defineConfig({
  collections: {
    mixed: { types: ['text/plain', 'image/png', 'application/json'], maxBytes: 20 * MiB },
    other: { types: ['text/plain'], maxBytes: MiB },
  },
  quota: { bytes: 100 * MiB, files: 1000 },
  multipartThresholdBytes: 5 * MiB,
});
const service: Principal = { sub: 'backend', groups: [], isService: true };

let time = new Date('2026-11-29T10:00:00.000Z');
const backend = await backendForFile({ config, now: () => time });
beforeEach(() => {
  time = new Date('2026-11-29T10:00:00.000Z');
});

/** A new permission, and its bearer. */
async function permitted(changes: Partial<UploadPermissionRequest> = {}) {
  const owner = `owner-${randomUUID()}`;
  const request = {
    owner,
    collection: 'mixed',
    maxUploads: 1,
    expiresInSeconds: 3600,
    ...changes,
  };
  const { token, id, expiresAt } = await backend.permit(request, service);
  expect(permissionIdOf(token)).toBe(id);
  const find = () => backend.findUploadPermission(id, time.toISOString());
  const permission = (await find()) ?? expect.fail('no permission');
  const bearer = () => bearerOf(id, time.toISOString());
  const issue = (claim: IssueRequest, key?: string) =>
    backend.issue(claim, bearer(), key, permission);
  const issueAll = (claims: IssueRequest[], mode: 'each' | 'all' = 'each') =>
    backend.issueBatch({ mode, claims }, bearer(), undefined, permission);
  return { owner, permission, bearer, issue, issueAll, find, expiresAt };
}

const note = (changes: Partial<IssueRequest> = {}): IssueRequest =>
  noteClaim({ collection: 'mixed', ...changes });

describe('an upload by permission', () => {
  it('an upload by permission belongs to the owner that the permission names, with its metadata, and counts against that owner', async () => {
    const { owner, issue } = await permitted({ metadata: { orderId: 'A-1', constructor: 'x' } });
    const { file } = await issue(note({ title: 'Mine' }));
    expect(file).toMatchObject({ owner, title: 'Mine', metadata: { orderId: 'A-1' } });
    expect(Object.values(file.permissions)).toEqual(Array(6).fill(false));
    expect(await backend.usage(service, owner)).toMatchObject({ bytes: 5, files: 1 });
  });

  it.each<[string, Partial<UploadPermissionRequest>, Partial<IssueRequest>, string]>([
    ['goes into no other collection', {}, { collection: 'other' }, 'forbidden'],
    ['is no larger than permitted', { maxBytes: 4 }, {}, 'file_too_large'],
    ['is of no other type', { types: ['image/*'] }, {}, 'type_not_allowed'],
    ['sets no metadata', {}, { metadata: { orderId: 'B' } }, 'invalid_request'],
    ['replaces no file', {}, { replaces: randomUUID() }, 'invalid_request'],
    ['names no owner', {}, { owner: 'alice' }, 'forbidden'],
  ])('%s', async (_what, terms, changes, code) => {
    const { issue, owner } = await permitted(terms);
    await expect(issue(note(changes))).rejects.toMatchObject({ code });
    expect(await backend.usage(service, owner)).toMatchObject({ files: 0 });
  });

  it('never goes beyond the permitted number, however many requests come at once', async () => {
    const { issue, owner } = await permitted({ maxUploads: 3 });
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => issue(note())));
    const refused = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(refused.map(({ code }) => code)).toEqual(Array(9).fill('forbidden'));
    expect(await backend.usage(service, owner)).toMatchObject({ files: 3 });
  });

  it('uses the permission once when it is repeated with its Idempotency-Key', async () => {
    const { issue } = await permitted();
    const key = randomUUID();
    const first = await issue(note(), key);
    const again = await issue(note(), key);
    expect([again.isReplay, again.file.id]).toEqual([true, first.file.id]);
  });

  it('uses nothing of the permission when the quota refuses it', async () => {
    const { issue, owner } = await permitted();
    const others = Array.from({ length: 5 }, () => note({ owner, size: 20 * MiB }));
    for (const claim of others) await backend.issue(claim, service);
    await expect(issue(note())).rejects.toMatchObject({ code: 'quota_exceeded' });
    const [file] = (await backend.list({ limit: 1, owner }, service)).files;
    await backend.remove(file?.id ?? '', service);
    expect((await issue(note())).isReplay).toBe(false);
  });

  it('begins no more once the permission has expired', async () => {
    const { issue, find, expiresAt } = await permitted({ expiresInSeconds: 60 });
    // The permission was found before it expired.
    for (const later of [0, 1, 3_600_000]) {
      time = new Date(Date.parse(expiresAt) + later);
      expect(await find()).toBeUndefined();
      await expect(issue(note())).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  it('a batch by permission issues as many uploads as are left in the mode each, and none in the mode all', async () => {
    const { issueAll, owner } = await permitted({ maxUploads: 2 });
    const claims = [note(), note(), note()];
    const all = await issueAll(claims, 'all');
    expect(all.results.map(({ outcome }) => outcome)).toEqual([
      'not_issued',
      'not_issued',
      'refused',
    ]);
    const each = await issueAll(claims);
    expect(each.results.map(({ outcome }) => outcome)).toEqual(['issued', 'issued', 'refused']);
    expect(await backend.usage(service, owner)).toMatchObject({ files: 2 });
  });
});

describe('the bearer of a permission', () => {
  it('sees the verdict of that very file until a day after the time limit of its upload', async () => {
    const { issue, bearer } = await permitted();
    const { file } = await issue(note());
    const other = await permitted();
    expect((await backend.get(file.id, bearer())).id).toBe(file.id);
    await expect(backend.get(file.id, other.bearer())).rejects.toMatchObject({ code: 'not_found' });
    time = new Date(Date.parse(file.expiresAt ?? '') + 23 * 3600 * 1000);
    expect((await backend.get(file.id, bearer())).id).toBe(file.id);
    time = new Date(time.getTime() + 2 * 3600 * 1000);
    await expect(backend.get(file.id, bearer())).rejects.toMatchObject({ code: 'not_found' });
  });

  it('signs, lists and completes parts of that upload, and deletes, edits and shares nothing', async () => {
    const { issue, bearer } = await permitted();
    const { file } = await issue(note({ size: 6 * MiB }));
    const parts = { parts: [{ partNumber: 1 }] };
    expect((await backend.signParts(file.id, parts, bearer())).parts).toHaveLength(1);
    expect((await backend.listParts(file.id, bearer())).parts).toEqual([]);
    await expect(backend.complete(file.id, bearer())).rejects.toMatchObject({
      code: 'parts_incomplete',
    });
    const forbidden = { code: 'forbidden' };
    await expect(backend.remove(file.id, bearer())).rejects.toMatchObject(forbidden);
    await expect(backend.edit(file.id, { title: 'x' }, bearer())).rejects.toMatchObject(forbidden);
    await expect(backend.share(file.id, 'user:bob', bearer())).rejects.toMatchObject(forbidden);
  });

  it('cannot send bytes of a type that only the collection takes', async () => {
    const { issue } = await permitted({ types: ['image/png'] });
    const text = 'this is text and no picture';
    const { file, upload } = await issue(
      note({ filename: 'a.png', contentType: 'image/png', size: text.length }),
    );
    if (upload?.kind !== 'post') expect.fail('no form');
    expect(await postTo(upload, new Uint8Array(Buffer.from(text)))).toBe(201);
    const [version] = await backend.listVersions((await backend.findFile(file.id))?.key ?? '');
    const received = await backend.receive(version ?? expect.fail('no version'));
    expect(received.outcome).toBe('rejected');
  });
});

describe('a service that issues a permission', () => {
  const request = { owner: 'alice', collection: 'mixed', maxUploads: 1, expiresInSeconds: 60 };

  it('a permission has to name a collection, and types of which the collection takes one', async () => {
    await expect(backend.permit({ ...request, collection: 'none' }, service)).rejects.toMatchObject(
      { code: 'invalid_request' },
    );
    await expect(
      backend.permit({ ...request, types: ['video/mp4'] }, service),
    ).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('only a service may issue a permission', async () => {
    for (const caller of [{ sub: 'alice', groups: [] }, bearerOf('x', time.toISOString())]) {
      await expect(backend.permit(request, caller)).rejects.toMatchObject({ code: 'forbidden' });
    }
  });
});
