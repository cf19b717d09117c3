// Requests that no client of ours would send: each is refused with a stable code, and nothing of it gets any further.
import { describe, expect, it } from 'vitest';
import { type Route, routes } from '../../lambdas/functions.ts';
import { addresses, alice, call, issue, png, staff } from './api.ts';

const claim = { ...png, size: 10 };
const post = (body: string, headers: Record<string, string> = {}) =>
  call('POST', '/files', { token: staff, body, headers });
const text = JSON.stringify(claim);
const names = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`name${index}`, 'text']));
const withField = (field: string) => text.replace(/}$/, `,${field}}`);

describe('a body', () => {
  it.each<[string, string]>([
    ['a prototype', withField('"__proto__":{"size":1}')],
    ['the constructor', withField('"constructor":{"prototype":{"size":1}}')],
    ['a number that is infinite', text.replace('10', '1e400')],
    ['a number that is none', text.replace('10', 'NaN')],
    ['a number in hexadecimal', text.replace('10', '0x10')],
    ['a number in words', text.replace('10', '"10"')],
    ['a number in a list', text.replace('10', '[10]')],
    ['a number that is beyond exact ones', text.replace('10', '9007199254740993')],
    ['true for a number', text.replace('10', 'true')],
    ['null for a number', text.replace('10', 'null')],
    ['an object for a text', text.replace('"photo.png"', '{"a":1}')],
    ['a list around it', `[${text}]`],
    ['a comment', `${text}//`],
    ['two documents', text + text],
    ['a byte order mark twice', `\ufeff\ufeff${text}`],
    ['single quotes', text.replaceAll('"', "'")],
    ['metadata that is a list', withField('"metadata":["a"]')],
    ['metadata with a prototype', withField('"metadata":{"__proto__":"a"}')],
    ['metadata with a hidden prototype', withField('"metadata":{"\\u005f_proto__":"a"}')],
    ['metadata with a number', withField('"metadata":{"orderId":1}')],
    ['metadata with NUL', withField('"metadata":{"orderId":"a\\u0000"}')],
    ['metadata with a line break', withField('"metadata":{"orderId":"a\\nb"}')],
    ['metadata with a name of blanks', withField('"metadata":{" ":"a"}')],
    ['metadata with 100 names', withField(`"metadata":${JSON.stringify(names(100))}`)],
    ['a raw line break in a text', withField('"title":"a\nb"')],
    ['NUL in a title', withField('"title":"a\\u0000b"')],
    ['half a surrogate pair in a title', withField('"title":"\\ud800"')],
    ['the other half in a caption', withField('"caption":"a \\udc00 b"')],
    ['an end in the year 10000 of UTC', withField('"expiresAt":"9999-12-31T23:59:59-12:00"')],
    ['an end that is no time', withField('"expiresAt":"2026-13-45T99:99:99Z"')],
    ['an end before the year 0', withField('"expiresAt":"0000-01-01T00:00:00+23:59"')],
    ['half of a surrogate pair in an owner', withField('"owner":"\\ud800"')],
    ['NUL in a collection', text.replace('"images"', '"images\\u0000"')],
    ['a collection that every object has', text.replace('"images"', '"__proto__"')],
    ['a list in a list in a list …', '['.repeat(30_000)],
    ['an object in an object in an object …', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
    ['nothing but blanks', ' '.repeat(1000)],
  ])('a body with %s is answered 400 invalid_request', async (_case, body) => {
    const answer = await post(body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', status: 400 } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  it.each([
    ['a long text', withField(`"caption":"${'x'.repeat(70_000)}"`)],
    ['blanks behind it', text + ' '.repeat(70_000)],
    ['many fields', `{${Array.from({ length: 9000 }, (_, n) => `"f${n}":1`).join(',')}}`],
  ])(
    'a body of more than 64 KiB, by %s, is answered 413 request_too_large',
    async (_case, body) => {
      expect(await post(body)).toMatchObject({
        status: 413,
        body: { code: 'request_too_large', maxBytes: 65_536 },
      });
    },
  );

  it('a body that is not UTF-8 is answered 400', async () => {
    const response = await fetch(`${addresses.api}/files`, {
      method: 'POST',
      headers: { authorization: `Bearer ${staff}`, 'content-type': 'application/octet-stream' },
      body: Buffer.concat([
        Buffer.from('{"title":"'),
        Buffer.from([0xc3, 0x28]),
        Buffer.from('"}'),
      ]),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'invalid_request' });
  });

  it('a body with thousands of faults is answered with a list that is no longer than itself', async () => {
    const { file } = await issue(claim);
    const parts = Array.from({ length: 2000 }, () => ({ partNumber: 'x', y: 1 }));
    const body = JSON.stringify({ parts });
    const answer = await call('POST', `/files/${file.id}/parts`, { token: alice, body });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(answer.body.issues.length).toBeLessThanOrEqual(20);
    expect(JSON.stringify(answer.body).length).toBeLessThan(body.length);
  });

  it('the last value of a field that a body has twice counts, and S3 enforces it', async () => {
    const answer = await call('POST', '/files', { token: alice, body: withField('"size":11') });
    expect(answer).toMatchObject({ status: 201, body: { file: { size: 11 } } });
    const { upload } = answer.body;
    if (upload?.kind !== 'post') expect.fail('not a form');
    const policy = Buffer.from(upload.fields.Policy ?? '', 'base64').toString();
    expect(JSON.parse(policy).conditions).toContainEqual(['content-length-range', 11, 11]);
  });
});

describe('a query', () => {
  it.each([
    'limit=0',
    'limit=101',
    'limit=1.5',
    'limit=NaN',
    'limit=1e400',
    'limit=',
    'limit=-1',
    'status=deleted',
    'unknown=1',
    '__proto__=1',
    'constructor=1',
    'shared=%00',
    'shared=group:%00',
    'cursor=nonsense',
    `cursor=${'x'.repeat(3000)}`,
    'cursor=%00',
    'limit=1&limit=2',
    'status=ready&status=ready',
    'limit[]=1',
    'Limit=1',
  ])('%s is answered 400 invalid_request', async (query) => {
    expect(await call('GET', `/files?${query}`, { token: alice })).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    });
  });
});

describe('a request that matches no route', () => {
  it.each([
    ['GET', '/nowhere', 404, 'not_found', null],
    ['GET', '/files/', 404, 'not_found', null],
    ['PUT', '/files', 405, 'method_not_allowed', 'GET, POST'],
    ['DELETE', '/usage', 405, 'method_not_allowed', 'GET'],
  ])('%s %s is answered %i as a problem document', async (method, path, status, code, allow) => {
    const answer = await fetch(addresses.api + path, { method });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code, status });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('allow')).toBe(allow);
  });
});

describe('every route', () => {
  const pathOf = ({ path }: Route) =>
    path
      .replace('{id}', '00000000-0000-4000-8000-000000000000')
      .replace('{principal}', 'user:bob')
      .replace('{linkId}', 'a'.repeat(64));
  const keyed = routes
    .filter(({ isAnonymous }) => !isAnonymous)
    .map((route) => [`${route.method} ${route.path}`, route] as const);
  const valid: Readonly<Record<string, object>> = {
    'POST /files': claim,
    'POST /files/{id}/parts': { parts: [{ partNumber: 1 }] },
    'PATCH /files/{id}': { title: 'a' },
    'POST /files/{id}/links': { expiresInSeconds: 60 },
  };

  it.each(keyed)('%s refuses a query that it does not know', async (key, route) => {
    const query = '?unknown=1&__proto__=2';
    const answer = await call(route.method, `${pathOf(route)}${query}`, {
      token: staff,
      ...(valid[key] && { body: valid[key] }),
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(JSON.stringify(answer.body.issues)).toContain('unknown');
  });

  it.each(keyed.filter(([, { method }]) => method !== 'GET'))(
    '%s refuses a body that it does not know',
    async (key, route) => {
      const answer = await call(route.method, pathOf(route), {
        token: staff,
        body: { ...valid[key], unknown: 1 },
      });
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    },
  );

  it('a route without a body accepts an empty object', async () => {
    const { file } = await issue(claim);
    const answer = await call('DELETE', `/files/${file.id}`, { token: alice, body: {} });
    expect(answer.status).toBe(204);
  });

  it('the route of links accepts a query, which mail programs and networks add', async () => {
    expect(await call('GET', `/links/${'a'.repeat(22)}?utm_source=mail`)).toMatchObject({
      status: 404,
    });
  });
});

describe('a refusal', () => {
  it.each([
    ['GET', '/files?limit=many', 'limit: has to be a whole number from 1 to 100.'],
    ['GET', '/files?shared=bob', 'shared: has to be me, or group:<name> for a group of yours.'],
    [
      'PUT',
      '/files/00000000-0000-4000-8000-000000000000/grants/bob',
      'principal: has to be user:<sub> or group:<name>.',
    ],
  ])('the refusal of %s %s says in words what is expected', async (method, path, detail) => {
    expect(await call(method, path, { token: alice })).toMatchObject({
      status: 400,
      body: { detail },
    });
  });
});

describe('a path', () => {
  it.each([
    'x',
    '__proto__',
    '%00',
    '%2e%2e%2f',
    'a'.repeat(2000),
    'a'.repeat(6000),
    '%F0%9F%92%A9',
    '00000000-0000-4000-8000-00000000000%30',
    '00000000-0000-4000-8000-000000000000%00',
  ])('/files/%s is answered 404 like any file that is not there', async (id) => {
    expect(await call('GET', `/files/${id}`, { token: alice })).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
  });

  it.each(['x', '%00', 'a'.repeat(2000), '__proto__'])(
    '/links/%s is answered 404 without a token',
    async (token) => {
      expect(await call('GET', `/links/${token}`)).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      });
    },
  );
});

it('GET /openapi.json describes the API without a token, under the address that was asked', async () => {
  const { status, body } = await call('GET', '/openapi.json');
  expect(status).toBe(200);
  expect(body).toMatchObject({ openapi: '3.1.1', servers: [{ url: addresses.api }] });
});

describe('a header', () => {
  it('line of more than 10 KB in all is refused by the gateway', async () => {
    const headers = { 'x-long': 'x'.repeat(11_000) };
    expect((await call('GET', '/usage', { token: alice, headers })).status).toBe(431);
  });

  it.each(['a b', 'é', 'x'.repeat(256), ''])('Idempotency-Key %j is answered 400', async (key) => {
    expect(await post(text, { 'idempotency-key': key })).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    });
  });

  it('a token is accepted in the header only, not in the query, the body or a cookie', async () => {
    expect((await call('GET', `/usage?access_token=${alice}`)).status).toBe(401);
    expect((await call('POST', '/files', { body: { ...claim, access_token: alice } })).status).toBe(
      401,
    );
    expect((await call('GET', '/usage', { headers: { cookie: `token=${alice}` } })).status).toBe(
      401,
    );
  });
});
