// CORS: preflights and actual answers by the bucket's rules, errors included.
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, test } from 'vitest';
import { errorOf } from './engine.ts';
import { engineForFile } from './engine-for-file.ts';

const ORIGIN = 'https://app.example.com';
const { engine, Bucket } = await engineForFile({
  cors: [
    {
      AllowedOrigins: [ORIGIN, 'https://*.example.org'],
      AllowedMethods: ['GET', 'PUT', 'POST'],
      AllowedHeaders: ['content-type', 'x-amz-*'],
      ExposeHeaders: ['ETag', 'x-amz-version-id'],
      MaxAgeSeconds: 300,
    },
    { AllowedOrigins: ['*'], AllowedMethods: ['HEAD'] },
  ],
});

async function preflight(headers: Record<string, string>, bucket = Bucket) {
  const response = await fetch(`${engine.url}/${bucket}/key`, { method: 'OPTIONS', headers });
  return {
    status: response.status,
    headers: response.headers,
    xml: errorOf(await response.text()),
  };
}

const asking = (method: string, headers?: string, origin = ORIGIN) => ({
  origin,
  'access-control-request-method': method,
  ...(headers && { 'access-control-request-headers': headers }),
});

describe('preflights', () => {
  test('a preflight that a rule allows is answered with its maximum age', async () => {
    const { status, headers } = await preflight(asking('PUT', 'Content-Type, X-Amz-Meta-A'));
    expect(status).toBe(200);
    expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(headers.get('access-control-allow-methods')).toBe('GET, PUT, POST');
    expect(headers.get('access-control-allow-headers')).toBe('content-type, x-amz-meta-a');
    expect(headers.get('access-control-expose-headers')).toBe('ETag, x-amz-version-id');
    expect(headers.get('access-control-max-age')).toBe('300');
    expect(headers.get('vary')).toMatch(/origin/i);
  });

  test('an origin may match by a wildcard', async () => {
    const found = await preflight(asking('GET', undefined, 'https://deep.example.org'));
    expect(found.headers.get('access-control-allow-origin')).toBe('https://deep.example.org');
    const anyone = await preflight(asking('HEAD', undefined, 'https://elsewhere.test'));
    expect(anyone.headers.get('access-control-allow-origin')).toBe('*');
  });

  test.each([
    ['another origin', asking('PUT', undefined, 'https://evil.test')],
    ['another method', asking('DELETE')],
    ['another header', asking('PUT', 'authorization')],
  ])('a preflight is forbidden: %s', async (_name, headers) => {
    const answer = await preflight(headers);
    expect(answer).toMatchObject({ status: 403, xml: { Code: 'AccessForbidden' } });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('a bucket without rules forbids all', async () => {
    const bare = await engine.newBucket();
    expect(await preflight(asking('GET'), bare)).toMatchObject({
      status: 403,
      xml: {
        Code: 'AccessForbidden',
        Message: 'CORSResponse: CORS is not enabled for this bucket.',
      },
    });
  });

  test('a preflight must say from where', async () => {
    expect(await preflight({ 'access-control-request-method': 'GET' })).toMatchObject({
      status: 400,
      xml: { Code: 'BadRequest' },
    });
  });
});

describe('actual answers', () => {
  test('a matching origin may read the answer', async () => {
    await engine.client.send(new PutObjectCommand({ Bucket, Key: 'key', Body: 'x' }));
    const url = await getSignedUrl(engine.client, new GetObjectCommand({ Bucket, Key: 'key' }));
    const { headers } = await fetch(url, { headers: { origin: ORIGIN } });
    expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(headers.get('access-control-expose-headers')).toBe('ETag, x-amz-version-id');
    const other = await fetch(url, { headers: { origin: 'https://evil.test' } });
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
    const none = await fetch(url);
    expect(none.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('errors may be read as well', async () => {
    const answer = await fetch(`${engine.url}/${Bucket}`, {
      method: 'POST',
      headers: { origin: ORIGIN },
      body: 'no form',
    });
    expect(answer.status).toBe(412);
    expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
  });
});
