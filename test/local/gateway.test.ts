import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { importJWK, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGateway, maxHeaderBytes } from '../../local/gateway/gateway.ts';
import { type HttpServer, openServer } from '../../local/http-server.ts';
import { createCredentials } from '../../local/lambda/credentials.ts';
import { LambdaFunction } from '../../local/lambda/function.ts';
import { accessTokenOf, client, startIssuer } from './identity.ts';

const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:echo';
const site = 'http://127.0.0.1:9';

/** Answers what the header `x-answer` says, or else the event itself. */
const echo = `export const handler = async (event) => {
  const wish = event.headers['x-answer'];
  if (wish === 'throw') throw new Error('broken');
  if (wish === 'hang') return new Promise(() => {});
  if (wish) return JSON.parse(wish);
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(event) };
};`;

let directory: string;
let issuer: Awaited<ReturnType<typeof startIssuer>>;
let lambda: LambdaFunction;
let server: HttpServer;
let token: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'airlock-gateway-'));
  const entry = join(directory, 'index.mjs');
  await writeFile(entry, echo);
  issuer = await startIssuer();
  token = await accessTokenOf(issuer.url, 'staff');
  lambda = new LambdaFunction(
    {
      arn: functionArn,
      name: 'echo',
      label: 'Echo',
      entry,
      handler: 'handler',
      context: {},
      environment: {},
      credentials: createCredentials(),
      timeoutSeconds: 30,
      memoryMegabytes: 128,
      maxConcurrency: 4,
    },
    () => {},
  );
  const authorizer = { issuer: issuer.url, audiences: [client.clientId] };
  const route = { functionArn, scopes: [], timeoutMilliseconds: 5000 };
  const gateway = createGateway(
    {
      apiId: 'a1b2c3',
      stage: '$default',
      cors: {
        allowOrigins: [site],
        allowMethods: ['GET', 'POST'],
        allowHeaders: ['authorization', 'content-type'],
        exposeHeaders: ['location'],
        maxAgeSeconds: 3600,
        allowCredentials: false,
      },
      routes: [
        { ...route, routeKey: 'POST /files', authorizer, scopes: ['openid'] },
        { ...route, routeKey: 'GET /files/{id}', authorizer },
        { ...route, routeKey: 'GET /files/latest' },
        { ...route, routeKey: 'GET /open/{proxy+}' },
        { ...route, routeKey: 'ANY /open/any' },
        { ...route, routeKey: 'GET /slow', timeoutMilliseconds: 100 },
        { ...route, routeKey: 'GET /busy', throttle: { ratePerSecond: 0.001, burst: 2 } },
      ],
    },
    (_arn, event) => lambda.invoke(event),
  );
  server = await openServer(0, { maxHeaderSize: maxHeaderBytes });
  server.serve(getRequestListener(gateway.fetch));
});

afterAll(async () => {
  await server.close();
  await lambda.close();
  await issuer.close();
  await rm(directory, { recursive: true, force: true });
});

const call = (path: string, init: RequestInit = {}) => fetch(server.url + path, init);
const bearer = (value: string) => ({ authorization: `Bearer ${value}` });

describe('the event', () => {
  test('has the shape of payload format 2.0', async () => {
    const response = await call('/files?b=2&a=1&a=x%20y', {
      method: 'POST',
      headers: {
        ...bearer(token),
        'Content-Type': 'application/json',
        'X-Mixed': 'Case',
        cookie: 'a=1; b=2',
      },
      body: '{"size":1}',
    });
    const event = await response.json();
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /files',
      rawPath: '/files',
      rawQueryString: 'b=2&a=1&a=x%20y',
      cookies: ['a=1', 'b=2'],
      headers: {
        'content-type': 'application/json',
        'x-mixed': 'Case',
        host: new URL(server.url).host,
      },
      queryStringParameters: { a: '1,x y', b: '2' },
      body: '{"size":1}',
      isBase64Encoded: false,
      requestContext: {
        accountId: '000000000000',
        apiId: 'a1b2c3',
        routeKey: 'POST /files',
        stage: '$default',
        http: { method: 'POST', path: '/files', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
        authorizer: { jwt: { scopes: ['openid'] } },
      },
    });
    expect(event.headers).not.toHaveProperty('cookie');
    expect(event.requestContext.time).toMatch(/^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
    const { claims } = event.requestContext.authorizer.jwt;
    expect(claims).toMatchObject({ sub: 'staff', 'cognito:groups': '[staff]' });
    expect(claims.exp).toMatch(/^\d+$/);
  });

  test('leaves out what the request does not have', async () => {
    const event = await (await call('/files/latest')).json();
    for (const name of ['body', 'cookies', 'pathParameters', 'queryStringParameters']) {
      expect(event).not.toHaveProperty(name);
    }
    expect(event.requestContext).not.toHaveProperty('authorizer');
  });

  test('has path parameters decoded, and no scopes where the route asks for none', async () => {
    const event = await (await call('/files/a%2Fb%20c', { headers: bearer(token) })).json();
    expect(event.pathParameters).toEqual({ id: 'a/b c' });
    expect(event.requestContext.authorizer.jwt.scopes).toBeNull();
  });

  test('has a body that is no text in base64', async () => {
    const response = await call('/open/any', {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array([0, 255]),
    });
    expect(await response.json()).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
  });
});

test.each([
  ['GET', '/files/latest', 'GET /files/latest'],
  ['GET', '/open/a/b', 'GET /open/{proxy+}'],
  ['GET', '/open/any', 'ANY /open/any'],
])('%s %s takes the most specific route', async (method, path, routeKey) => {
  expect(await (await call(path, { method })).json()).toMatchObject({ routeKey });
});

test('no route is a 404', async () => {
  for (const [method, path] of [
    ['GET', '/'],
    ['DELETE', '/files'],
    ['GET', '/files/'],
    ['GET', '/files/a/b'],
  ]) {
    const response = await call(path ?? '', { method: method ?? '' });
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ message: 'Not Found' });
  }
});

describe('the authorizer', () => {
  const minute = 60;
  const now = () => Math.floor(Date.now() / 1000);
  const good = (): JWTPayload => ({
    iss: issuer.url,
    sub: 'alice',
    client_id: client.clientId,
    scope: 'openid',
    exp: now() + minute,
  });
  const privateKey = async () => JSON.parse(await readFile(issuer.keyFile, 'utf8'));
  const sign = async (payload: JWTPayload, header: object = {}) => {
    const key = await privateKey();
    return new SignJWT(payload)
      .setProtectedHeader({ alg: 'RS256', kid: key.kid, ...header })
      .sign(await importJWK(key, 'RS256'));
  };
  const statusOf = async (headers: Record<string, string>) => {
    const response = await call('/files', { method: 'POST', headers });
    return { status: response.status, body: await response.json() };
  };
  const unauthorized = { status: 401, body: { message: 'Unauthorized' } };

  test('lets in a token with client_id instead of aud, with and without the word Bearer', async () => {
    const made = await sign(good());
    expect((await statusOf(bearer(made))).status).toBe(200);
    expect((await statusOf({ authorization: made })).status).toBe(200);
  });

  test('refuses a request without a token', async () => {
    expect(await statusOf({})).toEqual(unauthorized);
    expect(await statusOf(bearer('nonsense'))).toEqual(unauthorized);
  });

  test.each<[string, (payload: JWTPayload) => JWTPayload]>([
    ['is expired', (payload) => ({ ...payload, exp: now() - minute })],
    ['never expires', ({ exp: _exp, ...payload }) => payload],
    ['is not valid yet', (payload) => ({ ...payload, nbf: now() + minute })],
    ['is for another client', (payload) => ({ ...payload, client_id: 'other' })],
    ['is for another audience', (payload) => ({ ...payload, aud: 'other' })],
    ['is for nobody', ({ client_id: _id, ...payload }) => payload],
    ['is of another issuer', (payload) => ({ ...payload, iss: 'https://evil.example' })],
  ])('refuses a token that %s', async (_name, change) => {
    expect(await statusOf(bearer(await sign(change(good()))))).toEqual(unauthorized);
  });

  test('refuses a token signed with another key', async () => {
    const { privateKey: other } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { kid } = await privateKey();
    const forged = await new SignJWT(good()).setProtectedHeader({ alg: 'RS256', kid }).sign(other);
    expect(await statusOf(bearer(forged))).toEqual(unauthorized);
  });

  test('refuses a token that is not signed at all', async () => {
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const unsigned = `${encode({ alg: 'none', typ: 'JWT' })}.${encode(good())}.`;
    expect(await statusOf(bearer(unsigned))).toEqual(unauthorized);
  });

  test('refuses a token whose HMAC was made with the public key', async () => {
    const { keys } = await (await fetch(`${issuer.url}/jwks`)).json();
    const secret = new TextEncoder().encode(JSON.stringify(keys[0]));
    const forged = await new SignJWT(good())
      .setProtectedHeader({ alg: 'HS256', kid: keys[0].kid })
      .sign(secret);
    expect(await statusOf(bearer(forged))).toEqual(unauthorized);
  });

  test('forbids a token that lacks the scope', async () => {
    const made = await sign({ ...good(), scope: 'email profile' });
    expect(await statusOf(bearer(made))).toEqual({ status: 403, body: { message: 'Forbidden' } });
  });
});

describe('the answer', () => {
  const answer = (result: unknown) =>
    call('/open/x', { headers: { 'x-answer': JSON.stringify(result) } });

  test('carries status, headers, cookies and a decoded body', async () => {
    const result = {
      statusCode: 201,
      headers: { 'X-Probe': 'yes' },
      cookies: ['a=1', 'b=2'],
      body: Buffer.from([0, 255]).toString('base64'),
      isBase64Encoded: true,
    };
    const response = await answer(result);
    expect(response.status).toBe(201);
    expect(response.headers.get('x-probe')).toBe('yes');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([0, 255]));
  });

  test('of a result without a status is that result as JSON', async () => {
    const response = await answer({ fine: true });
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({ fine: true });
  });

  test.each([
    [{ statusCode: 'x' }],
    [{ statusCode: 99 }],
    [{ statusCode: 200, headers: { 'a b': '' } }],
  ])('%j is an internal error', async (result) => {
    const response = await answer(result);
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ message: 'Internal Server Error' });
  });

  test('of a function that fails says no more than that', async () => {
    const response = await call('/open/x', { headers: { 'x-answer': 'throw' } });
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ message: 'Internal Server Error' });
  });

  test('of a function that takes too long is 503', async () => {
    const response = await call('/slow', { headers: { 'x-answer': 'hang' } });
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ message: 'Service Unavailable' });
  });
});

describe('the limits', () => {
  test('more requests than the bucket holds are 429', async () => {
    const statuses = [];
    for (let index = 0; index < 4; index += 1) statuses.push((await call('/busy')).status);
    expect(statuses).toEqual([200, 200, 429, 429]);
  });

  test('a body of more than 10 MB is 413', async () => {
    const response = await call('/open/any', {
      method: 'POST',
      body: new Uint8Array(10 * 1024 * 1024 + 1),
    });
    expect(response.status).toBe(413);
  });

  test('a body of more than 10 MB that does not say its length is 413', async () => {
    const status = await new Promise((resolve, reject) => {
      const outgoing = request(`${server.url}/open/any`, { method: 'POST' }, ({ statusCode }) =>
        resolve(statusCode),
      );
      outgoing.once('error', reject);
      outgoing.end(Buffer.alloc(10 * 1024 * 1024 + 1));
    });
    expect(status).toBe(413);
  });

  test('headers of more than 10 KB are 431', async () => {
    expect((await call('/open/x', { headers: { 'x-long': 'x'.repeat(11_000) } })).status).toBe(431);
  });
});

describe('CORS', () => {
  const preflight = (origin: string) =>
    call('/files', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });

  test('a preflight from an allowed origin is answered without authorization', async () => {
    const { status, headers } = await preflight(site);
    expect(status).toBe(204);
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': site,
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'authorization,content-type',
      'access-control-max-age': '3600',
    });
  });

  test('a preflight from another origin gets nothing', async () => {
    const { headers } = await preflight('https://evil.example');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  test('refusals can be read by the page, too', async () => {
    const response = await call('/files', { method: 'POST', headers: { origin: site } });
    expect(response.status).toBe(401);
    expect(response.headers.get('access-control-allow-origin')).toBe(site);
    expect(response.headers.get('access-control-expose-headers')).toBe('location');
  });

  test("the gateway's headers replace those of the function", async () => {
    const result = {
      statusCode: 200,
      headers: { 'access-control-allow-origin': '*', 'access-control-allow-credentials': 'true' },
    };
    const response = await call('/open/x', {
      headers: { origin: site, 'x-answer': JSON.stringify(result) },
    });
    expect(response.headers.get('access-control-allow-origin')).toBe(site);
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  });
});
