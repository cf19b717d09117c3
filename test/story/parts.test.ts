// Large files by plain HTTP: a plan, signed parts, completion from S3's own list, and everything that goes wrong.
import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MiB } from '../../lambdas/domain/sizes.ts';
import { alice, bob, call, type Issued, issue, postForm, s3ErrorOf, settled } from './api.ts';
import { multipartUploadsOf, versionsOf } from './behind.ts';

const content = Buffer.alloc(10 * MiB, 'All work and no play makes Jack a dull boy.\n');
const claim = {
  collection: 'everything',
  filename: 'novel.txt',
  contentType: 'text/plain',
  size: content.byteLength,
};
const parts = [content.subarray(0, 8 * MiB), content.subarray(8 * MiB)] as const;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64');

interface SignedPart {
  readonly partNumber: number;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly size: number;
}

const sign = (id: string, asked: readonly object[], token = alice) =>
  call('POST', `/files/${id}/parts`, { token, body: { parts: asked } });
const complete = (id: string, token = alice) => call('POST', `/files/${id}/complete`, { token });
/** With the verdict, or without one when judging takes its time. */
const completed = expect.toBeOneOf([200, 202]);
const listed = async (id: string): Promise<{ partNumber: number; size: number }[]> =>
  (await call('GET', `/files/${id}/parts`, { token: alice })).body.parts;

async function signed(id: string, asked: object): Promise<SignedPart> {
  const { status, body } = await sign(id, [asked]);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.parts[0] ?? expect.fail('no part was signed');
}

const put = ({ url, headers }: SignedPart, bytes: Uint8Array): Promise<Response> =>
  fetch(url, { method: 'PUT', headers, body: new Uint8Array(bytes) });

async function send(id: string, partNumber: 1 | 2): Promise<void> {
  const response = await put(
    await signed(id, { partNumber }),
    parts[partNumber - 1] ?? expect.fail(),
  );
  expect(response.status, await response.text()).toBe(200);
}

const expectWhole = async ({ file }: Issued) => {
  expect(await settled(file.id)).toMatchObject({ status: 'ready', size: content.byteLength });
  const link = await call('GET', `/files/${file.id}/download`, { token: alice });
  const download = await fetch(link.headers.get('location') ?? '');
  expect(sha256(new Uint8Array(await download.arrayBuffer()))).toBe(sha256(content));
};

describe('a large file', () => {
  it('a large file is sent to S3 in parts and becomes one judged object', async () => {
    const issued = await issue(claim);
    expect(issued.upload).toMatchObject({ kind: 'multipart', partSize: 8 * MiB, partCount: 2 });
    await Promise.all([send(issued.file.id, 2), send(issued.file.id, 1)]);
    expect(await listed(issued.file.id)).toMatchObject([
      { partNumber: 1, size: 8 * MiB },
      { partNumber: 2, size: 2 * MiB },
    ]);
    expect((await complete(issued.file.id)).status).toEqual(completed);
    await expectWhole(issued);
  });

  it('an upload with checksumParts takes no part whose SHA-256 is missing or wrong', async () => {
    const issued = await issue({ ...claim, checksumParts: true });
    const { id } = issued.file;
    expect(await sign(id, [{ partNumber: 1 }])).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', issues: [{ field: 'parts.0.sha256' }] },
    });
    const first = await signed(id, { partNumber: 1, sha256: sha256(parts[0]) });
    const wrong = Buffer.from(parts[0]);
    wrong[5] = 0;
    const refused = await put(first, wrong);
    expect([refused.status, await s3ErrorOf(refused)]).toEqual([400, 'BadDigest']);
    expect(await listed(id)).toEqual([]);
    expect((await put({ ...first, headers: {} }, parts[0])).status).toBe(403);
    expect((await put(first, parts[0])).status).toBe(200);
    const hex = createHash('sha256').update(parts[1]).digest('hex');
    expect((await put(await signed(id, { partNumber: 2, sha256: hex }), parts[1])).status).toBe(
      200,
    );
    expect((await complete(id)).status).toEqual(completed);
    await expectWhole(issued);
  });

  it('an upload without checksumParts refuses a SHA-256 of a part, and names the field', async () => {
    const { file } = await issue(claim);
    const asked = [{ partNumber: 2 }, { partNumber: 1, sha256: sha256(parts[0]) }];
    expect(await sign(file.id, asked)).toMatchObject({
      status: 400,
      body: {
        code: 'invalid_request',
        issues: [{ field: 'parts.1.sha256', message: expect.stringContaining('checksumParts') }],
      },
    });
  });

  it('S3 takes no part that is one byte longer or shorter than planned', async () => {
    const { file } = await issue(claim);
    const last = await signed(file.id, { partNumber: 2 });
    for (const bytes of [content.subarray(0, 2 * MiB + 1), content.subarray(0, 2 * MiB - 1)]) {
      const response = await put(last, bytes);
      expect([response.status, await s3ErrorOf(response)]).toEqual([403, 'SignatureDoesNotMatch']);
    }
    expect(await listed(file.id)).toEqual([]);
  });

  it('an upload with a missing part cannot be completed until the part is there', async () => {
    const issued = await issue(claim);
    await send(issued.file.id, 1);
    expect(await complete(issued.file.id)).toMatchObject({
      status: 409,
      body: { code: 'parts_incomplete', missing: [2], wrong: [] },
    });
    await send(issued.file.id, 1);
    await send(issued.file.id, 2);
    expect((await complete(issued.file.id)).status).toEqual(completed);
    await expectWhole(issued);
  });

  it('an upload can be completed from two tabs at once, and again after its verdict', async () => {
    const issued = await issue(claim);
    await Promise.all([send(issued.file.id, 1), send(issued.file.id, 2)]);
    const answers = await Promise.all([complete(issued.file.id), complete(issued.file.id)]);
    expect(answers.map(({ status }) => status)).toEqual([completed, completed]);
    await expectWhole(issued);
    expect(await complete(issued.file.id)).toMatchObject({
      status: 200,
      body: { file: { status: 'ready' } },
    });
    expect(await versionsOf(issued.file.id)).toHaveLength(1);
  });

  it('a late completion of a rejected upload is answered with the rejection', async () => {
    const { file } = await issue({ ...claim, collection: 'images', contentType: 'image/png' });
    await Promise.all([send(file.id, 1), send(file.id, 2)]);
    expect((await complete(file.id)).status).toEqual(completed);
    expect(await settled(file.id)).toMatchObject({ verdict: { reason: 'type_mismatch' } });
    expect(await complete(file.id)).toMatchObject({
      status: 200,
      body: { file: { status: 'rejected' } },
    });
    await expect.poll(() => versionsOf(file.id)).toEqual([]);
  });

  it('no part beyond the plan is signed', async () => {
    const { file } = await issue(claim);
    for (const partNumber of [0, 3, 10_001, 1.5]) {
      expect(await sign(file.id, [{ partNumber }])).toMatchObject({
        status: 400,
        body: { code: 'invalid_request' },
      });
    }
    expect((await sign(file.id, [])).status).toBe(400);
  });

  it('other users get not_found for a multipart upload', async () => {
    const { file } = await issue(claim);
    for (const answer of [
      await sign(file.id, [{ partNumber: 1 }], bob),
      await call('GET', `/files/${file.id}/parts`, { token: bob }),
      await complete(file.id, bob),
      await call('DELETE', `/files/${file.id}`, { token: bob }),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
  });

  it('issued twice with one Idempotency-Key is one upload in S3', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await call('POST', '/files', { token: alice, body: claim, headers });
    const again = await call('POST', '/files', { token: alice, body: claim, headers });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    expect(await multipartUploadsOf(first.body.file.id)).toHaveLength(1);
  });

  it('an upload in parts cannot claim a SHA-256 of the whole, which S3 could not enforce', async () => {
    const body = { ...claim, sha256: sha256(content) };
    expect(await call('POST', '/files', { token: alice, body })).toMatchObject({
      status: 400,
      body: { issues: [{ field: 'sha256' }] },
    });
  });
});

describe('giving up', () => {
  it('cancelling an upload deletes its parts, and later requests get not_found', async () => {
    const { file } = await issue(claim);
    const late = await signed(file.id, { partNumber: 2 });
    await send(file.id, 1);
    expect((await call('DELETE', `/files/${file.id}`, { token: alice })).status).toBe(204);
    await expect.poll(() => multipartUploadsOf(file.id)).toEqual([]);
    const response = await put(late, parts[1]);
    expect([response.status, await s3ErrorOf(response)]).toEqual([404, 'NoSuchUpload']);
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/parts'],
      ['POST', '/complete'],
      ['GET', '/download'],
    ]) {
      expect((await call(method ?? '', `/files/${file.id}${path}`, { token: alice })).status).toBe(
        404,
      );
    }
    expect((await call('DELETE', `/files/${file.id}`, { token: alice })).status).toBe(204);
  });

  it('a form of a cancelled upload leaves no object when it is posted late', async () => {
    const form = await issue({ ...claim, size: 5 });
    expect((await call('DELETE', `/files/${form.file.id}`, { token: alice })).status).toBe(204);

    expect((await postForm(form, 'hello')).status).toBe(201);
    await expect.poll(() => versionsOf(form.file.id)).toEqual([]);
    const list = await call('GET', '/files?limit=100', { token: alice });
    expect(list.body.files.map(({ id }: { id: string }) => id)).not.toContain(form.file.id);
  });
});

it('a file that is one form post has no parts', async () => {
  const { file } = await issue({ ...claim, size: 5 });
  for (const answer of [
    await sign(file.id, [{ partNumber: 1 }]),
    await call('GET', `/files/${file.id}/parts`, { token: alice }),
    await complete(file.id),
  ]) {
    expect(answer).toMatchObject({ status: 409, body: { code: 'conflict' } });
  }
});
