// Signatures in headers: what S3 signs, and what it refuses.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { beforeAll, describe, expect, test } from 'vitest';
import { CREDENTIALS, failureOf, isEmbedded, refusalOf } from './engine.ts';
import { engineForFile } from './engine-for-file.ts';

const { engine, Bucket } = await engineForFile();
beforeAll(async () => {
  await engine.client.send(
    new PutObjectCommand({ Bucket, Key: 'a b/ü+.txt', Body: 'hello', ContentType: 'text/html' }),
  );
});

describe('signed headers', () => {
  const send = (config: object) =>
    engine.newClient(config).send(new HeadObjectCommand({ Bucket, Key: 'a b/ü+.txt' }));
  const read = (config: object) =>
    engine.newClient(config).send(new GetObjectCommand({ Bucket, Key: 'a b/ü+.txt' }));

  test('refuses every request with unknown credentials', async () => {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      expect(await refusalOf(`${engine.url}/${Bucket}/k`, { method })).toMatchObject({
        status: 403,
        Code: 'AccessDenied',
        Message: 'Access Denied',
      });
    }
  });

  test('another key, secret or region is refused', async () => {
    const as = (change: object) => read({ credentials: { ...CREDENTIALS, ...change } });
    expect(await failureOf(as({ accessKeyId: 'AKIANOBODY' }))).toMatchObject({
      name: 'InvalidAccessKeyId',
      status: 403,
    });
    expect(await failureOf(as({ secretAccessKey: 'wrong' }))).toMatchObject({
      name: 'SignatureDoesNotMatch',
      status: 403,
    });
    expect(await failureOf(read({ region: 'mars-north-1' }))).toMatchObject({
      name: 'AuthorizationHeaderMalformed',
      status: 400,
    });
    expect(
      await failureOf(send({ credentials: { ...CREDENTIALS, secretAccessKey: 'x' } })),
    ).toMatchObject({ status: 403 });
  });

  test.runIf(isEmbedded)('a session token that is not the credential’s is refused', async () => {
    const as = (sessionToken: string | undefined) => {
      const { sessionToken: _, ...key } = { sessionToken: '', ...CREDENTIALS };
      return read({ credentials: sessionToken === undefined ? key : { ...key, sessionToken } });
    };
    expect(await failureOf(as('stolen'))).toMatchObject({ name: 'InvalidToken', status: 400 });
    expect(await failureOf(as(undefined))).toMatchObject({ name: 'InvalidAccessKeyId' });
  });

  test('a clock that is off by more than 15 minutes is refused', async () => {
    const client = engine.newClient({ systemClockOffset: 16 * 60 * 1000, maxAttempts: 1 });
    const call = client.send(new GetObjectCommand({ Bucket, Key: 'a b/ü+.txt' }));
    expect(await failureOf(call)).toMatchObject({ name: 'RequestTimeTooSkewed', status: 403 });
  });

  test('headers that are no signature are refused', async () => {
    const url = `${engine.url}/${Bucket}/k`;
    const v2 = { headers: { authorization: 'AWS key:signature' } };
    expect(await refusalOf(url, v2)).toMatchObject({ status: 400, Code: 'InvalidRequest' });
    const broken = {
      headers: {
        authorization: 'AWS4-HMAC-SHA256 Credential=a/b/c',
        'x-amz-date': '20260101T000000Z',
      },
    };
    expect(await refusalOf(url, broken)).toMatchObject({
      status: 400,
      Code: 'AuthorizationHeaderMalformed',
    });
  });

  test('a body that is not the signed one is refused', async () => {
    const client = engine.newClient({ requestChecksumCalculation: 'WHEN_REQUIRED' });
    client.middlewareStack.add(
      (next) => async (args) => {
        (args.request as { body: unknown }).body = Buffer.from('evil!');
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    const put = new PutObjectCommand({ Bucket, Key: 'tampered', Body: randomBytes(5) });
    expect(await failureOf(client.send(put))).toMatchObject({
      name: 'XAmzContentSHA256Mismatch',
      status: 400,
    });
  });
});

test('a signed header may hold UTF-8, whose bytes are what is signed', async () => {
  const text = 'Grüße aus 日本';
  const url = await getSignedUrl(
    engine.client,
    new PutObjectCommand({ Bucket, Key: 'utf8', Metadata: { greeting: text } }),
    { unhoistableHeaders: new Set(['x-amz-meta-greeting']) },
  );
  // Node writes header values as Latin-1: so these are the bytes of UTF-8.
  const headers = { 'x-amz-meta-greeting': Buffer.from(text).toString('latin1') };
  const put = request(url, { method: 'PUT', headers: { ...headers, 'content-length': 1 } });
  put.end(Buffer.from('x'));
  const [response] = (await once(put, 'response')) as [IncomingMessage];
  response.resume();
  expect(response.statusCode).toBe(200);
  const head = await engine.client.send(new HeadObjectCommand({ Bucket, Key: 'utf8' }));
  const word = Buffer.from(text).toString('base64');
  expect(head.Metadata).toEqual({ greeting: `=?UTF-8?B?${word}?=` });
});
