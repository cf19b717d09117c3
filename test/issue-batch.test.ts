// 1. Batches of claims: issued one by one or as a whole, within the quota, and the same again when they are repeated.
import { createHash, randomUUID } from 'node:crypto';
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { defineConfig } from '../lambdas/config/config.ts';
import { Refusal } from '../lambdas/domain/errors.ts';
import { MiB } from '../lambdas/domain/sizes.ts';
import type { IssueRequest } from '../lambdas/http/claim-requests.ts';
import type { ClaimResult } from '../lambdas/issuing/issue-batch.ts';
import { postTo } from './backend.ts';
import { backendForFile, ownerForTest } from './backend-for-file.ts';
import { noteClaim } from './note-claim.ts';

const config = defineConfig({
  collections: {
    notes: { types: ['text/plain'], maxBytes: 100 * MiB },
    letters: { types: ['text/plain'], maxBytes: MiB },
  },
  quota: { bytes: 90 * MiB, files: 60 },
  multipartThresholdBytes: 5 * MiB,
});

const backend = await backendForFile({ config, now: () => new Date() });
const owner = ownerForTest();

const picture = noteClaim({ filename: 'a.png', contentType: 'image/png' });
const each = (claims: (IssueRequest | Refusal)[], key?: string) =>
  backend.issueBatch({ mode: 'each', claims }, owner, key);
const all = (claims: (IssueRequest | Refusal)[], key?: string) =>
  backend.issueBatch({ mode: 'all', claims }, owner, key);
const outcomes = (results: readonly ClaimResult[]) =>
  results.map((result) => (result.outcome === 'refused' ? result.refusal.code : result.outcome));
const idsOf = (results: readonly ClaimResult[]) =>
  results.flatMap((result) => (result.outcome === 'issued' ? [result.file.id] : []));
const usage = async () => {
  const { bytes, files } = await backend.usage(owner);
  return { bytes, files };
};
const openUploads = async () => {
  const { Uploads = [] } = await backend.s3.send(
    new ListMultipartUploadsCommand({ Bucket: backend.bucket }),
  );
  return Uploads.length;
};

/** A ready file of the owner. */
async function readyFile(collection = 'notes'): Promise<string> {
  const { file, upload } = await backend.issue(noteClaim({ collection }), owner);
  if (upload?.kind !== 'post') expect.fail('The upload is not a form.');
  await postTo(upload, new Uint8Array(Buffer.from('hello')));
  const [version] = await backend.listVersions((await backend.findFile(file.id))?.key ?? '');
  if (!version) expect.fail('Nothing was stored.');
  expect(await backend.receive(version)).toMatchObject({ outcome: 'ready' });
  return file.id;
}

describe('a batch in the mode each', () => {
  it('issues a form for every one of fifty claims, the same claim twice as two files', async () => {
    const { results } = await each(Array.from({ length: 50 }, () => noteClaim()));
    expect(outcomes(results)).toEqual(Array(50).fill('issued'));
    expect(new Set(idsOf(results)).size).toBe(50);
    expect(results[49]).toMatchObject({ upload: { kind: 'post' } });
    expect(await usage()).toEqual({ bytes: 250, files: 50 });
  });

  it('refuses claims one by one and issues the others, in their order', async () => {
    const malformed = new Refusal('invalid_request', 'size: is missing.', { issues: [] });
    const { results } = await each([
      picture,
      noteClaim(),
      malformed,
      noteClaim({ collection: 'unknown' }),
      noteClaim({ size: 101 * MiB }),
      noteClaim({ title: 'last' }),
    ]);
    expect(outcomes(results)).toEqual([
      'type_not_allowed',
      'issued',
      'invalid_request',
      'invalid_request',
      'file_too_large',
      'issued',
    ]);
    expect(results[5]).toMatchObject({ file: { title: 'last' } });
    expect(await usage()).toEqual({ bytes: 10, files: 2 });
  });

  it('issues what fits when the quota ends in the middle, and aborts the uploads of the rest', async () => {
    await each([noteClaim({ size: 40 * MiB })]);
    const before = await openUploads();
    const { results } = await each([
      noteClaim({ size: 30 * MiB }),
      noteClaim({ size: 30 * MiB }),
      noteClaim({ size: 20 * MiB }),
      noteClaim(),
    ]);
    expect(outcomes(results)).toEqual(['issued', 'quota_exceeded', 'issued', 'quota_exceeded']);
    expect(results[1]).toMatchObject({
      refusal: {
        details: { resource: 'bytes', used: 70 * MiB, limit: 90 * MiB, needed: 30 * MiB },
      },
    });
    expect(await usage()).toEqual({ bytes: 90 * MiB, files: 3 });
    expect(await openUploads()).toBe(before + 2);
  });

  it('counts files exactly: of fifty claims ten fit beside fifty files', async () => {
    await each(Array.from({ length: 50 }, () => noteClaim()));
    const { results } = await each(Array.from({ length: 50 }, () => noteClaim()));
    expect(idsOf(results)).toHaveLength(10);
    expect(await usage()).toEqual({ bytes: 300, files: 60 });
  });

  it('batches that arrive at the same time stay within the quota', async () => {
    const batches = await Promise.all(
      Array.from({ length: 4 }, () => each(Array.from({ length: 20 }, () => noteClaim()))),
    );
    expect(batches.flatMap(({ results }) => idsOf(results))).toHaveLength(60);
    expect(await usage()).toEqual({ bytes: 300, files: 60 });
  });

  it('refuses a file that may not be replaced, and issues the others', async () => {
    const [mine, letter] = [await readyFile(), await readyFile('letters')];
    const { file: pending } = await backend.issue(noteClaim(), owner);
    const { results } = await each([
      noteClaim({ replaces: mine }),
      noteClaim({ replaces: mine }),
      noteClaim({ replaces: letter }),
      noteClaim({ replaces: pending.id }),
      noteClaim({ replaces: randomUUID() }),
      noteClaim({ replaces: 'no id' }),
      noteClaim(),
    ]);
    expect(outcomes(results)).toEqual([
      'issued',
      'invalid_request',
      'invalid_request',
      'not_ready',
      'not_found',
      'not_found',
      'issued',
    ]);
    expect(await backend.findFile(idsOf(results)[0] ?? '')).toMatchObject({ replaces: mine });
  });
});

describe('a batch in the mode all', () => {
  it('issues all claims in one write', async () => {
    const { results } = await all(Array.from({ length: 50 }, () => noteClaim()));
    expect(outcomes(results)).toEqual(Array(50).fill('issued'));
    expect(await usage()).toEqual({ bytes: 250, files: 50 });
  });

  it('stores nothing when the policy refuses one claim', async () => {
    expect(outcomes((await all([noteClaim(), picture, noteClaim()])).results)).toEqual([
      'not_issued',
      'type_not_allowed',
      'not_issued',
    ]);
    expect(await usage()).toEqual({ bytes: 0, files: 0 });
  });

  it('stores nothing and leaves no upload open when the quota has no room for one claim', async () => {
    await each([noteClaim({ size: 40 * MiB })]);
    const before = await openUploads();
    const { results } = await all([
      noteClaim({ size: 40 * MiB }),
      noteClaim({ size: 20 * MiB }),
      noteClaim(),
    ]);
    expect(outcomes(results)).toEqual(['not_issued', 'quota_exceeded', 'not_issued']);
    expect(await usage()).toEqual({ bytes: 40 * MiB, files: 1 });
    expect(await openUploads()).toBe(before);
  });
});

describe('a repeated batch', () => {
  it('receives the same files again, and the refusals that it received', async () => {
    await each([noteClaim({ size: 50 * MiB })]);
    const claims = [noteClaim(), picture, noteClaim({ size: 45 * MiB }), noteClaim({ title: 'b' })];
    const first = await each(claims, 'key');
    const before = await usage();
    const again = await each(claims, 'key');
    expect(again.isReplay).toBe(true);
    expect(outcomes(again.results)).toEqual([
      'issued',
      'type_not_allowed',
      'quota_exceeded',
      'issued',
    ]);
    expect(idsOf(again.results)).toEqual(idsOf(first.results));
    expect(again.results[2]).toEqual(first.results[2]);
    expect(await usage()).toEqual(before);
  });

  it('makes one set of files of many simultaneous requests with one key', async () => {
    const batches = await Promise.all(
      Array.from({ length: 6 }, () => all([noteClaim(), noteClaim({ title: 'b' })], 'key')),
    );
    expect(new Set(batches.flatMap(({ results }) => idsOf(results))).size).toBe(2);
    expect(await usage()).toEqual({ bytes: 10, files: 2 });
  });

  it('refuses a key that stands for other claims, another mode or a single file', async () => {
    await each([noteClaim(), noteClaim()], 'key');
    const reused = { code: 'idempotency_key_reused' };
    await expect(each([noteClaim(), noteClaim({ title: 'b' })], 'key')).rejects.toMatchObject(
      reused,
    );
    await expect(all([noteClaim(), noteClaim()], 'key')).rejects.toMatchObject(reused);
    await expect(backend.issue(noteClaim(), owner, 'key')).rejects.toMatchObject(reused);
    await backend.issue(noteClaim(), owner, 'single');
    await expect(each([noteClaim()], 'single')).rejects.toMatchObject(reused);
  });
});

describe('the links of the first parts', () => {
  const bytes = Buffer.alloc(12 * MiB, 'text');
  const hashOf = (from: number, to: number) =>
    createHash('sha256').update(bytes.subarray(from, to)).digest('base64');
  const large = noteClaim({ size: bytes.byteLength, checksumParts: true, partSize: 5 * MiB });
  const partsOf = (result: ClaimResult | undefined) =>
    result?.outcome === 'issued' && result.upload?.kind === 'multipart'
      ? (result.upload.parts ?? [])
      : [];

  it('come with the answer, are good for exactly those bytes, and never name a part beyond the last', async () => {
    const hashes = [hashOf(0, 5 * MiB), hashOf(5 * MiB, 10 * MiB), hashOf(10 * MiB, 12 * MiB)];
    const firstParts = [...hashes, hashes[0]].map((sha256) => ({ sha256 }));
    const { results } = await each([noteClaim(), { ...large, firstParts }]);
    expect(results[1]).toMatchObject({ upload: { partSize: 5 * MiB, partCount: 3 } });
    const links = partsOf(results[1]);
    expect(links.map(({ partNumber, size }) => [partNumber, size])).toEqual([
      [1, 5 * MiB],
      [2, 5 * MiB],
      [3, 2 * MiB],
    ]);
    const put = async (body: Buffer) => {
      const { url, headers } = links[0] ?? expect.fail('There is no link.');
      const response = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(body) });
      await response.arrayBuffer();
      return response.status;
    };
    expect(await put(bytes.subarray(5 * MiB, 10 * MiB).fill('x'))).toBe(400);
    expect(await put(Buffer.alloc(5 * MiB, 'text'))).toBe(200);
  });

  it('links to the first parts are left out where the parts are cut in another way than their SHA-256 assumes', async () => {
    const { partSize: _, ...cutByTheServer } = large;
    const claim = { ...cutByTheServer, firstParts: [{ sha256: hashOf(0, 5 * MiB) }] };
    const { results } = await each([claim]);
    expect(results[0]).toMatchObject({ upload: { partSize: 8 * MiB, partCount: 2 } });
    expect(partsOf(results[0])).toEqual([]);
  });

  it('come without SHA-256 where the parts have none, and with a single claim too', async () => {
    const plain = noteClaim({ size: 12 * MiB, firstParts: [{}, {}] });
    const { upload } = await backend.issue(plain, owner);
    expect(upload).toMatchObject({ parts: [{ partNumber: 1, headers: {} }, { partNumber: 2 }] });
  });

  it('need a SHA-256 exactly where the parts have one, and nothing is stored before', async () => {
    const sha256 = hashOf(0, 5 * MiB);
    const { results } = await each([
      { ...large, firstParts: [{ sha256 }, {}] },
      noteClaim({ size: 12 * MiB, firstParts: [{ sha256 }] }),
      { ...large, firstParts: [{ sha256: 'short' }] },
    ]);
    expect(outcomes(results)).toEqual(Array(3).fill('invalid_request'));
    expect(results[0]).toMatchObject({
      refusal: { details: { issues: [{ field: 'firstParts.1.sha256' }] } },
    });
    expect(await usage()).toEqual({ bytes: 0, files: 0 });
  });

  it('a repeated request for other links of first parts returns the same file', async () => {
    const first = await backend.issue(large, owner, 'key');
    const sha256 = hashOf(0, 5 * MiB);
    const again = await backend.issue({ ...large, firstParts: [{ sha256 }] }, owner, 'key');
    expect(again).toMatchObject({ isReplay: true, upload: { parts: [{ partNumber: 1 }] } });
    expect(again.file.id).toBe(first.file.id);
  });
});
