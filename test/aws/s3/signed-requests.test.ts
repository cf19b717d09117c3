// What the signatures that leave the API allow: exactly one upload, one part, one version; each named in what is signed.
import { createHash } from 'node:crypto';
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMultipartWith } from '../../../lambdas/aws/s3/create-multipart.ts';
import { listPartsWith } from '../../../lambdas/aws/s3/list-parts.ts';
import { presignGetWith } from '../../../lambdas/aws/s3/presign-get.ts';
import { presignPartWith } from '../../../lambdas/aws/s3/presign-part.ts';
import { presignPostWith } from '../../../lambdas/aws/s3/presign-post.ts';
import { errorOf } from '../../local/s3/engine.ts';
import { pendingFile } from '../records.ts';
import { MEDIA, type Storage, startStorage } from './storage.ts';

let storage: Storage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage[Symbol.asyncDispose]());

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');
const codeOf = async (response: Response) => [response.status, errorOf(await response.text()).Code];

describe('a form', () => {
  const upload = pendingFile({ key: 'media/a/1.png' });
  const post = async (
    { url, fields }: { url: string; fields: Record<string, string> },
    file = 'bytes',
    changes: Record<string, string> = {},
  ) => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...fields, ...changes })) form.append(name, value);
    form.append('file', new Blob([file]), 'name.png');
    return fetch(url, { method: 'POST', body: form });
  };

  it('a presigned form has an exact condition for every field, the size among them, and no other field', async () => {
    const before = Date.now();
    const { fields } = await presignPostWith(storage.s3, MEDIA)(
      { ...upload, sha256: sha256('bytes') },
      600,
    );
    const policy = JSON.parse(Buffer.from(fields.Policy ?? '', 'base64').toString());
    const expiresMs = Date.parse(policy.expiration) - 600_000;
    // The policy has no milliseconds.
    expect(expiresMs).toBeGreaterThan(before - 1000);
    expect(expiresMs).toBeLessThanOrEqual(Date.now());
    const { 'X-Amz-Credential': credential, 'X-Amz-Date': date } = fields;
    const exact = {
      bucket: MEDIA,
      key: upload.key,
      'Content-Type': 'image/png',
      success_action_status: '201',
      'x-amz-checksum-sha256': sha256('bytes'),
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': credential,
      'X-Amz-Date': date,
    };
    expect(fields).toEqual({
      ...exact,
      Policy: fields.Policy,
      'X-Amz-Signature': expect.any(String),
    });
    expect(policy.conditions).toHaveLength(Object.keys(exact).length + 1);
    expect(policy.conditions).toEqual(
      expect.arrayContaining([
        ['content-length-range', 5, 5],
        ...Object.entries(exact).map(([name, value]) => ({ [name]: value })),
      ]),
    );
  });

  it('stores the bytes with the claimed type, as S3 confirms with 201', async () => {
    const form = await presignPostWith(storage.s3, MEDIA)(upload, 600);
    expect((await post(form)).status).toBe(201);
    const found = await storage.s3.send(new GetObjectCommand({ Bucket: MEDIA, Key: upload.key }));
    expect(await found.Body?.transformToString()).toBe('bytes');
    expect(found.ContentType).toBe('image/png');
  });

  it('refuses a byte more or less, another key or type, other bytes than claimed, and an added list', async () => {
    const form = await presignPostWith(storage.s3, MEDIA)(upload, 600);
    expect(await codeOf(await post(form, 'bytes!'))).toEqual([400, 'EntityTooLarge']);
    expect(await codeOf(await post(form, 'byte'))).toEqual([400, 'EntityTooSmall']);
    for (const change of [
      { key: 'media/a/2.png' },
      { 'Content-Type': 'text/html' },
      { acl: 'public-read' },
      { tagging: '<Tagging/>' },
    ]) {
      expect(await codeOf(await post(form, 'bytes', change))).toEqual([403, 'AccessDenied']);
    }
    const claimed = await presignPostWith(storage.s3, MEDIA)(
      { ...upload, sha256: sha256('other') },
      600,
    );
    expect(await codeOf(await post(claimed))).toEqual([400, 'BadDigest']);
  });

  it('asks for s3:PutObject alone', async () => {
    storage.asked.length = 0;
    await post(await presignPostWith(storage.s3, MEDIA)(upload, 600));
    expect(storage.asked).toEqual([`s3:PutObject ${MEDIA}/${upload.key}`]);
  });
});

describe('a link to a part', () => {
  const key = 'media/a/parts.bin';
  const create = (checksumParts = false) =>
    createMultipartWith(storage.s3, MEDIA)({ key, contentType: 'video/mp4' }, checksumParts);
  const put = (link: { url: string; headers: Record<string, string> }, body: string) =>
    fetch(link.url, { method: 'PUT', body, headers: link.headers });

  it('signs the exact length, the number, the upload and its own expiry', async () => {
    const uploadId = await create();
    const part = { partNumber: 3, size: 5, sha256: undefined };
    const link = await presignPartWith(storage.s3, MEDIA)({ key, uploadId }, part, 321);
    const url = new URL(link.url);
    expect(url.pathname).toBe(`/${MEDIA}/${key}`);
    const query = Object.fromEntries(url.searchParams);
    expect(query).toMatchObject({
      partNumber: '3',
      uploadId,
      'X-Amz-Expires': '321',
      'X-Amz-SignedHeaders': 'content-length;host',
    });
    expect(Object.keys(query).filter((name) => name.includes('checksum'))).toEqual([]);
    expect(link.headers).toEqual({});
    expect((await put(link, 'bytes')).status).toBe(200);
    expect((await put(link, 'byte')).status).toBe(403);
    expect((await put(link, 'bytes!')).status).toBe(403);
    expect(await listPartsWith(storage.s3, MEDIA)({ key, uploadId })).toMatchObject([
      { partNumber: 3, size: 5 },
    ]);
  });

  it('the URL of a part with a SHA-256 signs it, so that S3 takes these bytes alone', async () => {
    const uploadId = await create(true);
    const part = { partNumber: 1, size: 5, sha256: sha256('bytes') };
    const link = await presignPartWith(storage.s3, MEDIA)({ key, uploadId }, part, 300);
    expect(new URL(link.url).searchParams.get('X-Amz-SignedHeaders')).toBe(
      'content-length;host;x-amz-checksum-sha256',
    );
    expect(link.headers).toEqual({ 'x-amz-checksum-sha256': sha256('bytes') });
    expect(await codeOf(await put(link, 'other'))).toEqual([400, 'BadDigest']);
    expect((await put({ ...link, headers: {} }, 'bytes')).status).toBe(403);
    expect((await put(link, 'bytes')).status).toBe(200);
    const parts = await listPartsWith(storage.s3, MEDIA)({ key, uploadId });
    expect(parts).toMatchObject([{ partNumber: 1, size: 5, sha256: sha256('bytes') }]);
  });
});

describe('a link to a version', () => {
  const answerAs = {
    contentType: 'application/pdf',
    contentDisposition: 'attachment; filename="a.pdf"',
  };

  it('a download URL serves the pinned version with the signed headers, whatever is stored later', async () => {
    const key = 'media/a/pinned.pdf';
    const versionId = await storage.put(key, 'first', { ContentType: 'text/html' });
    await storage.put(key, 'second');
    storage.asked.length = 0;
    const url = await presignGetWith(storage.s3, MEDIA)({ key, versionId }, answerAs, 120);
    const response = await fetch(url);
    expect(await response.text()).toBe('first');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="a.pdf"',
      'cache-control': 'private, max-age=120',
    });
    expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('120');
    expect(storage.asked).toEqual([`s3:GetObjectVersion ${MEDIA}/${key}`]);
    const { VersionId } = await storage.s3.send(
      new HeadObjectCommand({ Bucket: MEDIA, Key: key, VersionId: versionId }),
    );
    expect(VersionId).toBe(versionId);
  });
});
