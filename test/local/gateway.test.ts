import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bearer, startEchoGateway } from './echo-gateway.ts';

let gateway: Awaited<ReturnType<typeof startEchoGateway>>;
beforeAll(async () => {
  gateway = await startEchoGateway();
});
afterAll(() => gateway.close());

describe('the event', () => {
  test('the event of a request has payload format 2.0', async () => {
    const response = await gateway.call('/files?b=2&a=1&a=x%20y', {
      method: 'POST',
      headers: {
        ...bearer(gateway.token),
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
        host: new URL(gateway.url).host,
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

  test('the event of a request has no field for what the request does not have', async () => {
    const event = await (await gateway.call('/files/latest')).json();
    for (const name of ['body', 'cookies', 'pathParameters', 'queryStringParameters']) {
      expect(event).not.toHaveProperty(name);
    }
    expect(event.requestContext).not.toHaveProperty('authorizer');
  });

  test('the event has decoded path parameters, and no scopes where the route requires none', async () => {
    const event = await (
      await gateway.call('/files/a%2Fb%20c', { headers: bearer(gateway.token) })
    ).json();
    expect(event.pathParameters).toEqual({ id: 'a/b c' });
    expect(event.requestContext.authorizer.jwt.scopes).toBeNull();
  });

  test('the event has a body that is no text in base64', async () => {
    const response = await gateway.call('/open/any', {
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
  expect(await (await gateway.call(path, { method })).json()).toMatchObject({ routeKey });
});

test('a request without a matching route is answered 404', async () => {
  for (const [method, path] of [
    ['GET', '/'],
    ['DELETE', '/files'],
    ['GET', '/files/'],
    ['GET', '/files/a/b'],
  ]) {
    const response = await gateway.call(path ?? '', { method: method ?? '' });
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ message: 'Not Found' });
  }
});

describe('the answer', () => {
  const answer = (result: unknown) =>
    gateway.call('/open/x', { headers: { 'x-answer': JSON.stringify(result) } });

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

  test('a result without a status is answered as JSON', async () => {
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

  test('a function that fails is answered with a bare 500', async () => {
    const response = await gateway.call('/open/x', { headers: { 'x-answer': 'throw' } });
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ message: 'Internal Server Error' });
  });

  test('a function that takes too long is answered with 503', async () => {
    const response = await gateway.call('/slow', { headers: { 'x-answer': 'hang' } });
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ message: 'Service Unavailable' });
  });
});
