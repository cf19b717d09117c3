// Imports on real engines: one record for one object, attempts that expired, and claims that the rules refuse.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defineConfig } from '../lambdas/config/config.ts';
import { operatorOf, type Principal } from '../lambdas/domain/access.ts';
import { importIdOf } from '../lambdas/domain/import-id.ts';
import { isFileId } from '../lambdas/domain/key.ts';
import { GiB, MiB } from '../lambdas/domain/sizes.ts';
import type { ImportRequest } from '../lambdas/http/import-contract.ts';
import { type Backend, startBackend } from './backend.ts';

const config = defineConfig({
  collections: {
    notes: { types: ['text/plain', 'video/mp4'], maxBytes: 20 * GiB, uploaders: ['group:staff'] },
    short: { types: ['text/plain'], maxBytes: MiB, retainDays: 30 },
  },
  quota: { bytes: 30 * GiB, files: 3 },
});
const operator = operatorOf('AKIAEXAMPLE');

let backend: Backend;
let time: Date;
beforeAll(async () => {
  backend = await startBackend({ config, now: () => time });
});
beforeEach(() => {
  time = new Date('2026-11-29T10:00:00.000Z');
});
afterAll(() => backend[Symbol.asyncDispose]());

const objectOf = (changes: Partial<ImportRequest> = {}): ImportRequest => ({
  ...{ owner: `owner-${randomUUID()}`, collection: 'notes', filename: 'note.txt' },
  ...{ contentType: 'text/plain', size: 5, ignoresQuota: false, isTrial: false },
  source: { bucket: 'archive', key: `old/${randomUUID()}`, etag: '"one"' },
  ...changes,
});

async function begin(request: ImportRequest, principal: Principal = operator) {
  const response = await backend.importFile(request, principal);
  if (response.outcome === 'admissible') expect.fail('nothing was begun');
  return response;
}

describe('importing an object', () => {
  it('stores one record for one object, and returns it when the import is repeated', async () => {
    const request = objectOf({ createdAt: '2019-05-01T10:00:00+02:00' });
    const first = await begin(request);
    expect(first).toMatchObject({
      outcome: 'begun',
      file: { status: 'pending', hasArrived: false, etag: '"one"', size: 5 },
    });
    expect(first.file.key).toMatch(/^media\/notes\/.*\.txt$/);
    expect(await begin(request)).toEqual({ ...first, outcome: 'known' });
    const { files } = await backend.list({ limit: 100, owner: request.owner }, operator);
    expect(files).toMatchObject([{ createdAt: '2019-05-01T08:00:00.000Z' }]);
  });

  it('begins one import when several commands begin it at the same moment', async () => {
    const request = objectOf();
    const begun = await Promise.all(Array.from({ length: 8 }, () => begin(request)));
    expect(begun.filter(({ outcome }) => outcome === 'begun')).toHaveLength(1);
    expect(new Set(begun.map(({ file }) => file.id)).size).toBe(1);
    expect(await backend.usage(operator, request.owner)).toMatchObject({ files: 1 });
  });

  it('imports an object as one piece, however large it is', async () => {
    const { file } = await begin(objectOf({ contentType: 'video/mp4', size: 10 * GiB }));
    const record = await backend.findFile(file.id);
    expect(record).toMatchObject({ status: 'pending', size: 10 * GiB });
    expect(record).not.toHaveProperty('multipart');
  });

  it('begins once more under another id when an attempt expired without bytes', async () => {
    const request = objectOf();
    const first = await begin(request);
    time = new Date('2026-11-30T10:00:00.000Z');
    await backend.reap(() => true);
    const second = await begin({ ...request, source: { ...request.source, etag: '"two"' } });
    expect(second).toMatchObject({ outcome: 'begun', file: { etag: '"two"' } });
    expect(second.file.id).not.toBe(first.file.id);
    expect(await begin(request)).toMatchObject({ outcome: 'known', file: { etag: '"two"' } });
  });

  it('keeps a file for as long as its collection says from the import on, whenever it was created', async () => {
    const { file } = await begin(
      objectOf({ collection: 'short', createdAt: '2001-01-01T00:00:00Z' }),
    );
    const record = await backend.findFile(file.id);
    expect(record).toMatchObject({ retainUntil: '2026-12-29T10:00:00.000Z' });
  });

  it.each<[string, Partial<ImportRequest>]>([
    ['type_not_allowed', { contentType: 'image/png', filename: 'a.png' }],
    ['file_too_large', { collection: 'short', size: MiB + 1 }],
    ['quota_exceeded', { collection: 'notes', contentType: 'video/mp4', size: 20 * GiB }],
    ['invalid_request', { createdAt: '2026-11-29T10:00:01.000Z' }],
    ['invalid_request', { expiresAt: '2026-11-29T09:59:59.000Z' }],
  ])('refuses with %s what an upload would be refused for (%#)', async (code, changes) => {
    const request = objectOf(changes);
    if (code === 'quota_exceeded') await begin(objectOf({ ...changes, owner: request.owner }));
    await expect(begin(request)).rejects.toMatchObject({ code });
  });

  it('lets a file exceed the quota where it is asked to, and counts it', async () => {
    const owner = `owner-${randomUUID()}`;
    for (let count = 0; count < 5; count++) await begin(objectOf({ owner, ignoresQuota: true }));
    expect(await backend.usage(operator, owner)).toMatchObject({ files: 5, bytes: 25 });
    await expect(begin(objectOf({ owner }))).rejects.toMatchObject({ code: 'quota_exceeded' });
  });

  it('writes nothing on trial', async () => {
    const request = objectOf({ isTrial: true });
    expect(await backend.importFile(request, operator)).toEqual({ outcome: 'admissible' });
    expect(await backend.usage(operator, request.owner)).toMatchObject({ files: 0 });
  });

  it.each<[string, Principal]>([
    ['a service', { sub: 'backend', groups: [], isService: true }],
    ['a person', { sub: 'ann', groups: ['staff'] }],
  ])('an import does not exist for %s', async (_, principal) => {
    await expect(begin(objectOf(), principal)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the id of an import', () => {
  const identity = { bucket: 'b', key: 'k', owner: 'o', collection: 'c' };

  it('the id of an import is the id of a file, and another one for each part of the identity and each attempt', () => {
    const ids = [
      importIdOf(identity),
      importIdOf(identity, 1),
      ...Object.keys(identity).map((name) => importIdOf({ ...identity, [name]: 'x' })),
      importIdOf({ ...identity, versionId: 'x' }),
      importIdOf({ ...identity, reference: 'x' }),
      importIdOf({ ...identity, bucket: 'bk', key: '' }),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every(isFileId)).toBe(true);
    expect(importIdOf(identity)).toBe(importIdOf({ ...identity }));
    expect(importIdOf(identity)).toMatch(/^.{14}8.{4}[89ab]/);
  });
});
