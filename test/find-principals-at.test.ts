// A directory that the operator runs: the requests that it gets, and which of its answers are used.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { DirectoryError, findPrincipalsAt } from '../lambdas/directory/find-principals-at.ts';
import { MAX_FOUND } from '../lambdas/domain/directory-ports.ts';
import { lookUpPrincipals } from '../lambdas/find-principals/find-principals.ts';

type Answer = (request: IncomingMessage, body: string, response: ServerResponse) => void;

let answer: Answer;
let url: string;
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  answer(request, body, response);
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/people`;
});
afterAll(() => server.close());

let secrets: string[];
beforeEach(() => {
  secrets = ['first'];
});
const directory = (timeoutMs?: number) =>
  findPrincipalsAt({
    ...(timeoutMs !== undefined && { timeoutMs }),
    url,
    secretParameter: '/app/directory',
    findSecret: async () => (secrets.length > 1 ? secrets.shift() : secrets[0]),
  });
const people =
  (...principals: object[]): Answer =>
  (_request, _body, response) =>
    void response.end(JSON.stringify({ principals }));

const ann = { sub: 'a-1', name: 'Ann' };

it('posts the lookup as JSON with the secret as bearer token', async () => {
  const seen: object[] = [];
  answer = (request, body, response) => {
    const { method, headers } = request;
    seen.push({ method, authorization: headers.authorization, body: JSON.parse(body) });
    people(ann)(request, body, response);
  };
  const find = directory();
  expect(await find({ name: 'ann@example.com' })).toEqual([ann]);
  expect(await find({ subs: ['a-1'] })).toEqual([ann]);
  const common = { method: 'POST', authorization: 'Bearer first' };
  expect(seen).toEqual([
    { ...common, body: { name: 'ann@example.com' } },
    { ...common, body: { subs: ['a-1'] } },
  ]);
});

it('reads the secret again once when the directory refuses it', async () => {
  secrets = ['old', 'new'];
  const used: unknown[] = [];
  answer = (request, body, response) => {
    used.push(request.headers.authorization);
    if (request.headers.authorization === 'Bearer new') people(ann)(request, body, response);
    else response.writeHead(401).end();
  };
  const find = directory();
  expect(await find({ name: 'Ann' })).toEqual([ann]);
  expect(await find({ name: 'Ann' })).toEqual([ann]);
  expect(used).toEqual(['Bearer old', 'Bearer new', 'Bearer new']);
});

it('passes on only whom it asked for, and no more people of one name than a caller needs', async () => {
  answer = people(ann, { sub: 'b-1', name: 'Ben' });
  expect(await directory()({ subs: ['a-1'] })).toEqual([ann]);
  answer = people(...Array.from({ length: 20 }, (_, index) => ({ sub: `${index}`, name: 'Ann' })));
  expect(await directory()({ name: 'Ann' })).toHaveLength(MAX_FOUND);
});

it('a lookup that the directory throttles is refused as too many requests', async () => {
  answer = (_request, _body, response) => void response.writeHead(429).end();
  const lookUp = lookUpPrincipals({ findPrincipals: directory() });
  await expect(lookUp({ name: 'Ann' })).rejects.toMatchObject({ code: 'too_many_requests' });
  answer = (_request, _body, response) => void response.writeHead(500).end();
  await expect(lookUp({ name: 'Ann' })).rejects.toThrow(DirectoryError);
});

it.each<[string, Answer]>([
  ['another status', (_request, _body, response) => void response.writeHead(500).end()],
  ['a secret that stays wrong', (_request, _body, response) => void response.writeHead(401).end()],
  ['no JSON', (_request, _body, response) => void response.end('<html>')],
  ['a person without a name', people({ sub: 'a-1' })],
  ['a name that is too long', people({ sub: 'a-1', name: 'A'.repeat(256) })],
  ['a list of nothing', (_request, _body, response) => void response.end('[]')],
  [
    'more bytes than are read',
    (_request, _body, response) => void response.end('x'.repeat(100_000)),
  ],
])('an answer with %s is an error and no result', async (_case, wrong) => {
  answer = wrong;
  await expect(directory()({ name: 'Ann' })).rejects.toThrow(DirectoryError);
});

it.each<[string, Answer]>([
  ['does not answer', () => {}],
  [
    'begins its answer and does not end it',
    (_request, _body, response) => void response.write('{"principals":['),
  ],
])('a directory that %s is waited for no longer than its time', async (_case, slow) => {
  answer = slow;
  await expect(directory(100)({ name: 'Ann' })).rejects.toMatchObject({ name: 'TimeoutError' });
  server.closeAllConnections();
});

it('follows no redirect, so that the secret reaches no other address', async () => {
  answer = (request, _body, response) => {
    if (request.url === '/people') response.writeHead(307, { location: '/elsewhere' }).end();
    else response.end(JSON.stringify({ principals: [ann] }));
  };
  await expect(directory()({ name: 'Ann' })).rejects.toThrow('fetch failed');
});

it('a missing parameter is an error that names it', async () => {
  secrets = [];
  await expect(directory()({ name: 'Ann' })).rejects.toThrow('/app/directory');
});
