// The context between the authorizer and the functions behind it: no function can act for a caller that was refused.
import { expect, it } from 'vitest';
import { apiGateway } from '../../lambdas/aws/events/api-gateway.ts';
import { requestAuthorizer } from '../../lambdas/aws/events/request-authorizer.ts';
import { Refusal } from '../../lambdas/domain/errors.ts';
import { callerIn, contextOfCaller, contextOfRefusal } from '../../lambdas/http/caller-context.ts';
import { json } from '../../lambdas/http/http.ts';
import { KeysUnavailableError } from '../../lambdas/tokens/key-ports.ts';
import { bearerOf } from '../aws/bearer.ts';

const now = new Date('2026-11-29T12:00:00Z');
const seconds = now.getTime() / 1000;
const principal = { sub: 'partner:alice', groups: ['partner:Legal staff', 'a,b', '社員'] };
const rules = { groupsClaim: ['groups'], services: [] };

it('the principal of a verified caller comes through the context as it is', () => {
  const service = { ...principal, isService: true as const };
  for (const each of [principal, service])
    expect(callerIn(contextOfCaller({ principal: each, expiresAt: seconds + 1 }), now)).toEqual(
      each,
    );
});

it('a context that is used again after the token has ended is refused', () => {
  const context = contextOfCaller({ principal, expiresAt: seconds });
  expect(() => callerIn(context, now)).toThrow(expect.objectContaining({ code: 'unauthorized' }));
});

it.each(['unauthorized', 'forbidden'] as const)(
  'the refusal %s comes through the context with its words',
  (code) => {
    const context = contextOfRefusal(new Refusal(code, 'The token has expired.', {}));
    expect(() => callerIn(context, now)).toThrow(
      expect.objectContaining({ code, message: 'The token has expired.' }),
    );
  },
);

it('a refusal counts, whatever else the context says', () => {
  const context = {
    ...contextOfCaller({ principal, expiresAt: seconds + 60 }),
    ...contextOfRefusal(new Refusal('unauthorized', 'No.', {})),
  };
  expect(() => callerIn(context, now)).toThrow('No.');
});

it.each<[string, Record<string, unknown>]>([
  ['is empty', {}],
  ['holds no JSON', { caller: 'alice' }],
  ['holds no principal', { caller: '{"expiresAt":9999999999}' }],
  [
    'holds a principal without a sub',
    { caller: '{"principal":{"groups":[]},"expiresAt":9999999999}' },
  ],
  ['has an empty sub', { caller: '{"principal":{"sub":"","groups":[]},"expiresAt":9999999999}' }],
  ['has no list of groups', { caller: '{"principal":{"sub":"a"},"expiresAt":9999999999}' }],
  ['does not say when the token ends', { caller: '{"principal":{"sub":"a","groups":[]}}' }],
])('a context that %s names no caller', (_what, context) => {
  expect(() => callerIn(context, now)).toThrow();
});

const call = async (authorizer: unknown) => {
  let isReached = false;
  const handler = apiGateway(async () => {
    isReached = true;
    return json(200, {});
  }, rules);
  const result = await handler({
    rawPath: '/files',
    rawQueryString: '',
    routeKey: 'GET /files',
    headers: { authorization: bearerOf({ sub: 'alice' }) },
    requestContext: { domainName: 'api.example.com', http: { method: 'GET' }, authorizer },
  } as never);
  return { isReached, status: result.statusCode, body: JSON.parse(result.body ?? '') };
};

it('a refused caller is answered as a problem, and the route is not reached', async () => {
  const refusal = new Refusal('forbidden', 'The token has none of the scopes files.', {});
  expect(await call({ lambda: contextOfRefusal(refusal) })).toMatchObject({
    isReached: false,
    status: 403,
    body: { code: 'forbidden', detail: refusal.message },
  });
});

it.each([
  ['no authorizer', {}],
  ['an authorizer without a context', { lambda: {} }],
  ['an authorizer that is null', { jwt: null, lambda: null }],
])(
  'a request with %s is never answered, though its header names a caller',
  async (_what, authorizer) => {
    expect(await call(authorizer)).toMatchObject({ isReached: false, status: 500 });
  },
);

const authorizerEvent = (identitySource?: string[]) =>
  ({ identitySource, requestContext: { requestId: 'r' } }) as never;

it('the authorizer reads the token from the identity source, which is the key of the cache', async () => {
  const authorize = requestAuthorizer(async (token) => ({
    principal: { sub: token, groups: [] },
    expiresAt: 1,
  }));
  expect(await authorize(authorizerEvent(['Bearer abc']))).toMatchObject({
    isAuthorized: true,
    context: { sub: 'abc' },
  });
});

it('the authorizer throws what is no refusal, so that nothing is cached', async () => {
  const authorize = requestAuthorizer(() => Promise.reject(new KeysUnavailableError('down')));
  await expect(authorize(authorizerEvent(['Bearer abc']))).rejects.toThrow(KeysUnavailableError);
});
