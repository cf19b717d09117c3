// Signatures in headers and presigned URLs: what they admit, and every way they fail.
import { createHash } from 'node:crypto';
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { beforeAll, describe, expect, test } from 'vitest';
import { CREDENTIALS, REGION, refusalOf } from './engine.ts';
import { engineForFile } from './engine-for-file.ts';

const { engine, Bucket } = await engineForFile();
beforeAll(async () => {
  await engine.client.send(
    new PutObjectCommand({ Bucket, Key: 'a b/ü+.txt', Body: 'hello', ContentType: 'text/html' }),
  );
});

const getUrl = (more = {}, options = {}) =>
  getSignedUrl(
    engine.client,
    new GetObjectCommand({ Bucket, Key: 'a b/ü+.txt', ...more }),
    options,
  );
describe('presigned reads', () => {
  test('the link gives the object, also in part', async () => {
    const url = await getUrl();
    expect(await (await fetch(url)).text()).toBe('hello');
    const part = await fetch(url, { headers: { range: 'bytes=1-3' } });
    expect([part.status, await part.text()]).toEqual([206, 'ell']);
  });

  test('signed overrides replace the headers, even in other scripts', async () => {
    const disposition = `attachment; filename="u.txt"; filename*=UTF-8''%C3%BC.txt`;
    const response = await fetch(
      await getUrl({
        ResponseContentDisposition: disposition,
        ResponseContentType: 'text/plain',
        ResponseCacheControl: 'no-store',
      }),
    );
    expect(response.headers.get('content-disposition')).toBe(disposition);
    expect(response.headers.get('content-type')).toBe('text/plain');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const unfit = await getUrl({ ResponseContentDisposition: 'attachment; filename="日.txt"' });
    expect(await refusalOf(unfit)).toMatchObject({ status: 400, Code: 'InvalidArgument' });
  });

  test('a bare + in the path stands for a blank, so a plus sign must be sent as %2B', async () => {
    const url = await getUrl();
    expect(await (await fetch(url.replace('a%20b', 'a+b'))).text()).toBe('hello');
    expect(await refusalOf(url.replace('%2B.txt', '+.txt'))).toMatchObject({
      status: 403,
      Code: 'SignatureDoesNotMatch',
    });
  });

  test('the link is for its method alone', async () => {
    const head = await fetch(await getUrl(), { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([403, '']);
    const url = await getSignedUrl(
      engine.client,
      new HeadObjectCommand({ Bucket, Key: 'a b/ü+.txt' }),
    );
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
  });

  test('an added or changed parameter breaks it', async () => {
    const url = await getUrl();
    for (const changed of [
      `${url}&response-content-type=text/html`,
      url.replace('x-id=GetObject', 'x-id=Other'),
    ]) {
      expect(await refusalOf(changed)).toMatchObject({
        status: 403,
        Code: 'SignatureDoesNotMatch',
      });
    }
  });

  test('a presigned read is refused once it has expired', async () => {
    const signingDate = new Date(Date.now() - 61_000);
    const url = await getUrl({}, { expiresIn: 60, signingDate });
    expect(await refusalOf(url)).toMatchObject({
      status: 403,
      Code: 'AccessDenied',
      Message: 'Request has expired',
      xml: { 'X-Amz-Expires': '60' },
    });
  });

  test('a presigned read is refused that lasts for more than a week or begins in the future', async () => {
    const url = await getUrl({}, { expiresIn: 600 });
    const forged = (from: RegExp, to: string) => refusalOf(url.replace(from, to));
    const long = await forged(/X-Amz-Expires=600/, 'X-Amz-Expires=604801');
    expect(long).toMatchObject({ status: 400, Code: 'AuthorizationQueryParametersError' });
    const negative = await forged(/X-Amz-Expires=600/, 'X-Amz-Expires=-1');
    expect(negative).toMatchObject({ status: 400, Code: 'AuthorizationQueryParametersError' });
    const early = await getUrl({}, { signingDate: new Date(Date.now() + 3_600_000) });
    expect(await refusalOf(early)).toMatchObject({ status: 403, Code: 'AccessDenied' });
    const partial = await forged(/&X-Amz-Expires=600/, '');
    expect(partial).toMatchObject({ status: 400, Code: 'AuthorizationQueryParametersError' });
  });

  test('another region, key or secret is refused', async () => {
    const signedBy = (config: object) =>
      getSignedUrl(engine.newClient(config), new GetObjectCommand({ Bucket, Key: 'k' }));
    const elsewhere = await signedBy({ region: 'mars-north-1' });
    expect(await refusalOf(elsewhere)).toMatchObject({
      status: 400,
      Code: 'AuthorizationQueryParametersError',
      Message: `Error parsing the X-Amz-Credential parameter; the region "mars-north-1" is wrong; expecting "${REGION}"`,
    });
    const unknown = await signedBy({ credentials: { ...CREDENTIALS, accessKeyId: 'AKIANOBODY' } });
    expect(await refusalOf(unknown)).toMatchObject({ status: 403, Code: 'InvalidAccessKeyId' });
    const forged = await signedBy({ credentials: { ...CREDENTIALS, secretAccessKey: 'x' } });
    expect(await refusalOf(forged)).toMatchObject({ status: 403, Code: 'SignatureDoesNotMatch' });
  });

  test('a signature in the query and one in the header are one too many', async () => {
    const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=x' };
    expect(await refusalOf(await getUrl(), { headers })).toMatchObject({
      status: 400,
      Code: 'InvalidArgument',
    });
  });
});

describe('presigned writes', () => {
  const signPut = (more: object, options: object = {}) =>
    getSignedUrl(
      engine.newClient({ requestChecksumCalculation: 'WHEN_REQUIRED' }),
      new PutObjectCommand({ Bucket, Key: 'put', ...more }),
      options,
    );
  const put = (url: string, body: string, headers: Record<string, string> = {}) =>
    refusalOf(url, { method: 'PUT', body, headers });

  test('a signed length admits that length and no other', async () => {
    const url = await signPut({ ContentLength: 5 });
    expect((await put(url, 'hello')).status).toBe(200);
    for (const body of ['hell', 'hello!']) {
      expect(await put(url, body)).toMatchObject({ status: 403, Code: 'SignatureDoesNotMatch' });
    }
  });

  test('a checksum in the query is ignored, as S3 ignores it', async () => {
    const url = await getSignedUrl(engine.client, new PutObjectCommand({ Bucket, Key: 'hoisted' }));
    expect(url).toContain('x-amz-checksum-crc32=AAAAAA%3D%3D');
    expect((await put(url, 'hello')).status).toBe(200);
  });

  test('a checksum in a signed header is enforced', async () => {
    const ChecksumSHA256 = createHash('sha256').update('hello').digest('base64');
    const url = await signPut(
      { ChecksumSHA256 },
      { unhoistableHeaders: new Set(['x-amz-checksum-sha256']) },
    );
    const headers = { 'x-amz-checksum-sha256': ChecksumSHA256 };
    expect((await put(url, 'hello', headers)).status).toBe(200);
    expect(await put(url, 'other', headers)).toMatchObject({ status: 400, Code: 'BadDigest' });
    expect(await put(url, 'hello')).toMatchObject({ status: 403, Code: 'SignatureDoesNotMatch' });
  });

  test('metadata in the query is metadata', async () => {
    const url = await signPut({ Metadata: { who: 'alice' } });
    expect((await put(url, 'hello')).status).toBe(200);
    const head = await engine.client.send(new HeadObjectCommand({ Bucket, Key: 'put' }));
    expect(head.Metadata).toEqual({ who: 'alice' });
  });

  test('an x-amz header that was not signed is refused', async () => {
    const url = await signPut({});
    expect(await put(url, 'hello', { 'x-amz-meta-evil': 'x' })).toMatchObject({
      status: 403,
      Code: 'AccessDenied',
      Message: 'There were headers present in the request which were not signed',
      xml: { HeadersNotSigned: 'x-amz-meta-evil' },
    });
  });

  test('If-None-Match is signed and create-only', async () => {
    const url = await signPut({ Key: 'only-once', IfNoneMatch: '*' });
    const headers = { 'if-none-match': '*' };
    expect((await put(url, 'one', headers)).status).toBe(200);
    expect(await put(url, 'two', headers)).toMatchObject({
      status: 412,
      Code: 'PreconditionFailed',
    });
  });

  test('a part is put by its own link', async () => {
    const Key = 'parts';
    const { UploadId } = await engine.client.send(
      new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: 'CRC64NVME' }),
    );
    const part = { Bucket, Key, UploadId, PartNumber: 1, ContentLength: 5 };
    const plain = engine.newClient({ requestChecksumCalculation: 'WHEN_REQUIRED' });
    const url = await getSignedUrl(plain, new UploadPartCommand(part));
    const response = await fetch(url, { method: 'PUT', body: 'hello' });
    expect(response.headers.get('etag')).toMatch(/^"[0-9a-f]{32}"$/);
    const { Parts } = await engine.client.send(new ListPartsCommand({ Bucket, Key, UploadId }));
    expect(Parts).toMatchObject([{ PartNumber: 1, Size: 5 }]);
  });
});
