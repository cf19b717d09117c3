// What a request asks for and the embedded S3 does not do: refused, whatever the spelling, and never ignored.
// Other engines differ here in what they know, so that only the embedded one is asked.
import { createHash } from 'node:crypto';
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, test } from 'vitest';
import { failureOf, isEmbedded } from './engine.ts';
import { engineForFile } from './engine-for-file.ts';
import { postForm, signForm } from './post-form.ts';
import { type RawRequest, sendPresigned, sendSigned } from './signed-request.ts';

const { engine, Bucket } = await engineForFile({ versioned: true });

const put = (Key: string, Body = 'bytes') =>
  engine.client.send(new PutObjectCommand({ Bucket, Key, Body }));
const bodyOf = async (Key: string) =>
  (await engine.client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
const isMissing = async (Key: string) =>
  (await failureOf(engine.client.send(new HeadObjectCommand({ Bucket, Key })))).status === 404;

beforeAll(async () => {
  await put('source');
  await put('a b.txt');
});

const request = (method: string, key: string, more: Partial<RawRequest> = {}): RawRequest => ({
  method,
  path: `/${Bucket}${key}`,
  ...more,
});

const sha256Of = (text: string) => createHash('sha256').update(text).digest('base64');

describe.runIf(isEmbedded)('headers', () => {
  test.each<[method: string, key: string, headers: Record<string, string>]>([
    ['GET', '/source', { 'x-amz-checksum-bogus': 'AAAA' }],
    ['GET', '/source', { 'x-amz-checksum-type': 'COMPOSITE' }],
    ['PUT', '/new', { 'x-amz-checksum-algorithm': 'SHA256' }],
    ['PUT', '/new', { 'x-amz-checksum-type': 'FULL_OBJECT' }],
    ['PUT', '/new', { 'x-amz-grant-everything': 'id=1' }],
    ['PUT', '/new', { 'X-Amz-Website-Redirect-Location': '/elsewhere' }],
    ['PUT', '/new', { 'x-amz-object-lock-mode': 'GOVERNANCE' }],
    ['PUT', '/new', { 'if-modified-since': 'Sun, 29 Nov 2026 10:00:00 GMT' }],
    ['PUT', '/new', { 'if-unmodified-since': 'Sun, 29 Nov 2026 10:00:00 GMT' }],
    ['DELETE', '/source', { 'if-none-match': '*' }],
    ['DELETE', '/source', { 'if-unmodified-since': 'Sun, 29 Nov 2020 10:00:00 GMT' }],
    ['POST', '/new?uploads', { 'if-none-match': '*' }],
  ])('%s %s with %j is not implemented', async (method, path, headers) => {
    const [key = '', subresource] = path.split('?');
    const query = subresource === undefined ? {} : { [subresource]: '' };
    const body = method === 'PUT' ? { body: 'bytes' } : {};
    const { status, xml } = await sendSigned(
      engine,
      request(method, key, { headers, query, ...body }),
    );
    expect([status, xml.Code]).toEqual([501, 'NotImplemented']);
    expect(await isMissing('new')).toBe(true);
    expect(await bodyOf('source')).toBe('bytes');
  });

  test('a condition that a part of an upload cannot have is not implemented', async () => {
    const { UploadId = '' } = await engine.client.send(
      new CreateMultipartUploadCommand({ Bucket, Key: 'parts' }),
    );
    const query = { uploadId: UploadId, partNumber: '1' };
    const headers = { 'if-none-match': '*' };
    const { status } = await sendSigned(
      engine,
      request('PUT', '/parts', { headers, query, body: 'x' }),
    );
    expect(status).toBe(501);
  });

  test('a mode of checksums that S3 does not know is an invalid argument', async () => {
    const headers = { 'x-amz-checksum-mode': 'DISABLED' };
    const { status, xml } = await sendSigned(engine, request('GET', '/source', { headers }));
    expect([status, xml.Code]).toEqual([400, 'InvalidArgument']);
  });

  test('a trailer is refused where none can follow', async () => {
    const headers = { 'x-amz-trailer': 'x-amz-checksum-crc32' };
    const sent = request('PUT', '/new', { headers, body: 'bytes' });
    const { status, xml } = await sendSigned(engine, sent);
    expect([status, xml.Code]).toEqual([400, 'InvalidRequest']);
    expect(await isMissing('new')).toBe(true);
  });

  test('conditions of a copy that S3 does not know are not implemented', async () => {
    const headers = {
      'x-amz-copy-source': `${Bucket}/source`,
      'x-amz-copy-source-if-larger': '5',
    };
    expect((await sendSigned(engine, request('PUT', '/new', { headers }))).status).toBe(501);
    expect(await isMissing('new')).toBe(true);
  });
});

describe.runIf(isEmbedded)('parameters of a presigned URL', () => {
  test('a tag is written in either case of its parameter', async () => {
    for (const [key, name] of [
      ['lower', 'x-amz-tagging'],
      ['upper', 'X-Amz-Tagging'],
    ] as const) {
      const sent = request('PUT', `/${key}`, { query: { [name]: 'colour=red' }, body: 'bytes' });
      expect((await sendPresigned(engine, sent)).status).toBe(200);
      const { TagSet } = await engine.client.send(
        new GetObjectTaggingCommand({ Bucket, Key: key }),
      );
      expect(TagSet).toEqual([{ Key: 'colour', Value: 'red' }]);
    }
  });

  test('an access control list is refused in either case of its parameter', async () => {
    for (const name of ['x-amz-acl', 'X-Amz-Acl', 'X-AMZ-ACL']) {
      const query = { [name]: 'public-read' };
      const { status, xml } = await sendPresigned(
        engine,
        request('PUT', '/open', { query, body: 'x' }),
      );
      expect([status, xml.Code]).toEqual([400, 'AccessControlListNotSupported']);
    }
  });

  test('a parameter that stands for an unknown header is not implemented', async () => {
    for (const name of ['x-amz-object-lock-mode', 'X-Amz-Object-Lock-Mode']) {
      const query = { [name]: 'GOVERNANCE' };
      expect(
        (await sendPresigned(engine, request('PUT', '/locked', { query, body: 'x' }))).status,
      ).toBe(501);
    }
  });
});

describe.runIf(isEmbedded)('the source of a copy', () => {
  const copy = (source: string) =>
    sendSigned(engine, request('PUT', '/copied', { headers: { 'x-amz-copy-source': source } }));

  test('a bare plus sign is a blank, and an encoded one is itself', async () => {
    expect((await copy(`${Bucket}/a+b.txt`)).status).toBe(200);
    expect((await copy(`${Bucket}/a%20b.txt`)).status).toBe(200);
    const { status, xml } = await copy(`${Bucket}/a%2Bb.txt`);
    expect([status, xml.Code]).toEqual([404, 'NoSuchKey']);
  });

  test.each(['', 'no-version', ' '])(
    'the version id %j is an invalid argument',
    async (versionId) => {
      const { status, xml } = await copy(
        `${Bucket}/source?versionId=${encodeURIComponent(versionId)}`,
      );
      expect([status, xml.Code]).toEqual([400, 'InvalidArgument']);
    },
  );
});

test.runIf(isEmbedded)(
  'a type of listing that S3 does not know is an invalid argument',
  async () => {
    for (const type of ['1', '3', '']) {
      const { status, xml } = await sendSigned(
        engine,
        request('GET', '', { query: { 'list-type': type } }),
      );
      expect([status, xml.Code]).toEqual([400, 'InvalidArgument']);
    }
  },
);

describe.runIf(isEmbedded)('fields of a form', () => {
  const post = (fields: readonly (readonly [string, string])[]) =>
    postForm(engine, Bucket, signForm(Bucket, { key: 'posted', fields }));

  test('a field that S3 does not know is not implemented, whatever covers it', async () => {
    for (const name of ['website-redirect', 'submit', 'x-amz-checksum-type', 'Signature']) {
      const { status, xml } = await post([[name, 'value']]);
      expect([status, xml.Code]).toEqual([501, 'NotImplemented']);
    }
    expect((await post([['x-ignore-submit', 'value']])).status).toBe(204);
  });

  test('a field that stands there twice is refused', async () => {
    const fields = signForm(Bucket, { key: 'twice', fields: [['Content-Type', 'text/plain']] });
    for (const second of [
      ['key', 'other'],
      ['content-type', 'text/html'],
      ['acl', 'private'],
    ] as const) {
      const first = second[0] === 'acl' ? [['acl', 'private'] as const] : [];
      const { status, xml } = await postForm(engine, Bucket, [...first, ...fields, second]);
      expect([status, xml.Code]).toEqual([400, 'InvalidArgument']);
    }
    expect(await isMissing('twice')).toBe(true);
    expect(await isMissing('other')).toBe(true);
  });

  test('an algorithm that is not that of the checksum is refused', async () => {
    const checksum = ['x-amz-checksum-sha256', sha256Of('hello')] as const;
    expect((await post([['x-amz-checksum-algorithm', 'SHA256'], checksum])).status).toBe(204);
    for (const fields of [
      [['x-amz-checksum-algorithm', 'CRC32'], checksum],
      [['x-amz-checksum-algorithm', 'SHA256']],
      [['x-amz-checksum-algorithm', 'nonsense'], checksum],
    ] as const) {
      const { status, xml } = await post(fields);
      expect([status, xml.Code]).toEqual([400, 'InvalidRequest']);
    }
  });
});
