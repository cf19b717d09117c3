// The HTTP edge on its own: events in, results out. The gateway itself is tested in the story.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  apiGateway,
  apiGatewayPermitted,
  apiGatewayRoutes,
} from '../../lambdas/aws/events/api-gateway.ts';
import { notFound, ThrottledError } from '../../lambdas/domain/errors.ts';
import { issueRequestSchema } from '../../lambdas/http/claim-requests.ts';
import { problemSchema } from '../../lambdas/http/contract.ts';
import { json, type Route } from '../../lambdas/http/http.ts';
import { listRequestSchema } from '../../lambdas/http/list-requests.ts';
import { readBody, readQuery } from '../../lambdas/http/request.ts';
import { bearerOf } from './bearer.ts';

const call = async (
  route: Route,
  { body, query = '', method = 'POST' }: { body?: string; query?: string; method?: string } = {},
) => {
  const event = {
    rawPath: '/files',
    rawQueryString: query,
    headers: { accept: '*/*', authorization: bearerOf({ sub: 'alice' }) },
    requestContext: {
      domainName: 'api.example.com',
      http: { method },
      authorizer: { jwt: { claims: { sub: 'alice' } } },
    },
    ...(body !== undefined && { body, isBase64Encoded: false }),
  };
  const result = await apiGateway(
    route,
    { groupsClaim: ['cognito:groups'], services: [] },
    { query: true, body: true },
  )(event as unknown as Parameters<ReturnType<typeof apiGateway>>[0]);
  return {
    status: result.statusCode,
    headers: result.headers ?? {},
    body: JSON.parse(result.body ?? 'null'),
  };
};

const claim = { collection: 'images', filename: 'a.png', contentType: 'image/png', size: 1 };
const issue: Route = async (request) => json(201, await readBody(request, issueRequestSchema));

it('loads none of the HTTP classes of Node, neither at its start nor for a request', async () => {
  const inLambdas = (path: string) =>
    JSON.stringify(new URL(`../../lambdas/${path}`, import.meta.url).href);
  const event = {
    rawPath: '/files',
    headers: {},
    body: '{}',
    requestContext: { domainName: 'api.example.com', http: { method: 'POST' } },
  };
  const script = `const { apiGatewayAnonymous } = await import(${inLambdas('aws/events/api-gateway.ts')});
    const { json } = await import(${inLambdas('http/http.ts')});
    const handler = apiGatewayAnonymous(async (request) =>
      json(200, [request.headers.get('accept'), (await request.arrayBuffer()).byteLength]));
    const { body } = await handler(${JSON.stringify(event)});
    const isLoaded = process.moduleLoadList.some((name) => name.endsWith('undici/undici'));
    process.stdout.write(JSON.stringify({ body, isLoaded }));`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    script,
  ]);
  expect(JSON.parse(stdout)).toEqual({ body: '[null,2]', isLoaded: false });
});

describe('a request', () => {
  it('a request is checked against its schema, and answered as JSON that no cache keeps', async () => {
    const answer = await call(issue, { body: JSON.stringify(claim) });
    expect(answer).toMatchObject({ status: 201, body: claim });
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'application/json',
    });
  });

  it.each([
    ['malformed JSON', '{', 'body'],
    ['no body', '', 'body'],
    ['a list', '[]', 'body'],
    ['an unknown field', JSON.stringify({ ...claim, key: 'mine' }), 'body'],
    ['size 0', JSON.stringify({ ...claim, size: 0 }), 'size'],
    ['a negative size', JSON.stringify({ ...claim, size: -1 }), 'size'],
    ['a fractional size', JSON.stringify({ ...claim, size: 1.5 }), 'size'],
    ['a size beyond exact numbers', JSON.stringify({ ...claim, size: 2 ** 53 }), 'size'],
    ['a size in words', JSON.stringify({ ...claim, size: '1' }), 'size'],
    ['an empty filename', JSON.stringify({ ...claim, filename: '' }), 'filename'],
    ['a missing field', JSON.stringify({ collection: 'images' }), 'filename'],
  ])(
    'a request with %s is refused as invalid_request, with the name of the field',
    async (_case, body, field) => {
      const answer = await call(issue, { body });
      expect(answer.status).toBe(400);
      expect(answer.headers['content-type']).toBe('application/problem+json');
      const problem = problemSchema.parse(answer.body);
      if (problem.code !== 'invalid_request') expect.fail(problem.code);
      expect(problem.issues.map((each) => each.field)).toContain(field);
      expect(problem.issues[0]?.message).not.toBe('Invalid input');
    },
  );

  it.each([
    'limit=0',
    'limit=1000000',
    'limit=x',
    'limit=1.5',
    'status=deleted',
    'owner=',
    'scope=own',
    'order=name',
    'people=bob',
    'type=text',
    'type=*',
    'type=image/png/x',
    'type=*/png',
  ])('a request with the query %s is refused as invalid_request', async (query) => {
    const list: Route = async (request) => json(200, readQuery(request, listRequestSchema));
    expect(await call(list, { query, method: 'GET' })).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    });
  });

  it('a type in a query is read whatever the case of its letters', async () => {
    const list: Route = async (request) => json(200, readQuery(request, listRequestSchema));
    const { body } = await call(list, { query: 'type=Image/*', method: 'GET' });
    expect(body.type).toBe('image/*');
  });

  it('any JSON that does not fit the schema is answered with a problem, never with a failure', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (body) => {
        expect((await call(issue, { body })).status).toBe(400);
      }),
    );
  });
});

describe('an error', () => {
  it('a refusal that a use case throws is answered with its problem document', async () => {
    const answer = await call(async () => Promise.reject(notFound()));
    expect(answer.status).toBe(404);
    expect(problemSchema.parse(answer.body)).toMatchObject({ code: 'not_found', status: 404 });
  });

  it('answers throttled storage with 429 and the seconds to wait', async () => {
    const answer = await call(async () => Promise.reject(new ThrottledError('12 attempts')));
    expect(answer.status).toBe(429);
    expect(problemSchema.parse(answer.body)).toMatchObject({
      code: 'too_many_requests',
      retryAfterSeconds: 1,
    });
  });

  it('any other error is answered with a bare 500 that discloses nothing of its cause', async () => {
    const answer = await call(async () => Promise.reject(new Error('secret table name')));
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer.body)).not.toContain('secret');
  });
});

it('a function of several routes passes on to each how much time it has left', async () => {
  const seen: number[] = [];
  const route: Route = async (_request, { remainingMs }) => {
    seen.push(remainingMs());
    return json(200, {});
  };
  const handler = apiGatewayRoutes({ 'GET /permitted/files/{id}': apiGatewayPermitted(route) });
  const event = {
    routeKey: 'GET /permitted/files/{id}',
    rawPath: '/permitted/files/x',
    rawQueryString: '',
    headers: { authorization: 'Bearer AAAAAAAAAAAAAAAAAAAAAA' },
    requestContext: { domainName: 'api.example.com', http: { method: 'GET' } },
  };
  const context = { getRemainingTimeInMillis: () => 1234 };
  await handler(event as never, context as never);
  expect(seen).toEqual([1234]);
});

it.each([undefined, '', 'Bearer', 'Bearer short', 'Bearer a.b.c', `Bearer ${'A'.repeat(23)}`])(
  'a route of upload permissions refuses the header %j before anything is read',
  async (authorization) => {
    const handler = apiGatewayPermitted(async () => json(200, {}));
    const event = {
      rawPath: '/permitted/files/x',
      rawQueryString: '',
      headers: { ...(authorization !== undefined && { authorization }) },
      requestContext: { domainName: 'api.example.com', http: { method: 'GET' } },
    };
    const { statusCode, body } = await handler(event as never);
    expect([statusCode, JSON.parse(body ?? '').code]).toEqual([401, 'unauthorized']);
  },
);

it.each(['x', 'x'.repeat(3000), '00000000-0000-4000-8000-00000000000G', '../x'])(
  'a route of one file answers the id %j, which no file has, with 404 before anything is read',
  async (id) => {
    const handler = apiGatewayPermitted(() => Promise.reject(new Error('read')));
    const event = {
      rawPath: '/permitted/files/x',
      rawQueryString: '',
      pathParameters: { id },
      headers: { authorization: 'Bearer AAAAAAAAAAAAAAAAAAAAAA' },
      requestContext: { domainName: 'api.example.com', http: { method: 'GET' } },
    };
    const { statusCode, body } = await handler(event as never);
    expect([statusCode, JSON.parse(body ?? '').code]).toEqual([404, 'not_found']);
  },
);

it('a question mark and a number sign in a segment of the path begin neither a query nor a fragment', async () => {
  const seen: string[] = [];
  const handler = apiGatewayPermitted(
    async (request) => {
      const { searchParams } = new URL(request.url);
      seen.push([...searchParams].join());
      return json(200, {});
    },
    { query: true },
  );
  const event = {
    rawPath: '/permitted/what?scope=all#end',
    rawQueryString: 'limit=5',
    headers: { authorization: 'Bearer AAAAAAAAAAAAAAAAAAAAAA' },
    requestContext: { domainName: 'api.example.com', http: { method: 'GET' } },
  };
  await handler(event as never);
  expect(seen).toEqual(['limit,5']);
});
