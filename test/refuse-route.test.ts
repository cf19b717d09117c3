// What is answered to a request that no route takes.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unknownRoute } from '../lambdas/aws/events/api-gateway.ts';
import { routes } from '../lambdas/functions.ts';
import { problemSchema } from '../lambdas/http/contract.ts';
import { refuseRoute } from '../lambdas/refuse-route/refuse-route.ts';

const refusal = (method: string, path: string) => refuseRoute({ method, path }, routes);

it.each([
  ['PUT', '/files', ['GET', 'POST']],
  ['PUT', '/files/some-id', ['DELETE', 'GET', 'PATCH']],
  ['HEAD', '/usage', ['GET']],
  ['TRACE', '/files/some-id/download', ['GET']],
])('refuses %s %s with the methods that the path takes', (method, path, allowed) => {
  const { code, details } = refusal(method, path);
  expect({ code, details }).toEqual({ code: 'method_not_allowed', details: { allowed } });
});

it('does not say of a method that a path takes that it does not take it', () => {
  expect(refusal('GET', '/files/some-id').code).toBe('not_found');
  expect(refusal('DELETE', '/files/some-id').code).toBe('not_found');
});

it('answers not_found for a route of the table that this deployment leaves out', () => {
  expect(refusal('POST', '/principals/lookups').code).toBe('not_found');
  expect(refusal('GET', '/principals/lookups').code).toBe('method_not_allowed');
});

it.each([
  '/',
  '',
  '/file',
  '/files/',
  '/files/a/b',
  '/FILES',
  '//files',
  '/files/a/grants/',
  '/{id}',
])('answers not_found for the path %j', (path) => {
  expect(refusal('GET', path).code).toBe('not_found');
});

const call = async (method: string, rawPath: string) => {
  const handler = unknownRoute((request) => refuseRoute(request, routes));
  const http = { method };
  const event = { routeKey: '$default', rawPath, requestContext: { requestId: 'r', http } };
  const { statusCode, headers, body } = await handler(event as never);
  return { status: statusCode, headers, body: problemSchema.parse(JSON.parse(body ?? '')) };
};

it('answers as a problem document, with the header Allow that HTTP asks for', async () => {
  expect(await call('PUT', '/files')).toMatchObject({
    status: 405,
    headers: { allow: 'GET, POST', 'content-type': 'application/problem+json' },
    body: { code: 'method_not_allowed', allowed: ['GET', 'POST'] },
  });
});

it('answers any method and path with 404 or 405, and repeats no more than the method', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.webPath(), async (method, path) => {
      const { status, body } = await call(method, path);
      expect([404, 405]).toContain(status);
      expect(body.detail.length).toBeLessThan(150);
    }),
  );
});
