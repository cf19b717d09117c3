// The local gateway with a Lambda authorizer: what it asks, what it remembers, and what it answers by itself.
import { expect, it } from 'vitest';
import { createFunctionAuthorizer } from '../../local/gateway/function-authorizer.ts';
import type { Outcome } from '../../local/lambda/messages.ts';

function authorizer(answer: () => unknown) {
  const asked: unknown[] = [];
  const state = { time: 0 };
  const authorize = createFunctionAuthorizer(
    { kind: 'function', functionArn: 'arn', cacheSeconds: 60 },
    {
      now: () => state.time,
      async invoke(_arn, event): Promise<Outcome> {
        asked.push(event);
        const payload = answer();
        return payload instanceof Error
          ? { kind: 'failed', error: { errorType: 'Error', errorMessage: '', trace: [] } }
          : { kind: 'succeeded', payload: JSON.stringify(payload) };
      },
    },
  );
  const ask = (header?: string) => authorize(header, () => ({ routeKey: 'GET /files' }));
  return { asked, state, ask };
}

const admitted = { isAuthorized: true, context: { sub: 'alice' } };

it('passes the request and the header on, and the context back', async () => {
  const { asked, ask } = authorizer(() => admitted);
  expect(await ask('Bearer a')).toEqual({ kind: 'allowed', context: { sub: 'alice' } });
  expect(asked).toEqual([
    { type: 'REQUEST', identitySource: ['Bearer a'], routeKey: 'GET /files' },
  ]);
});

it('the function authorizer is not called for a request without the header', async () => {
  const { asked, ask } = authorizer(() => admitted);
  expect(await ask(undefined)).toMatchObject({ kind: 'unauthorized' });
  expect(asked).toEqual([]);
});

it('remembers an answer by the header for as long as the template says', async () => {
  const { asked, state, ask } = authorizer(() => admitted);
  await ask('Bearer a');
  state.time = 59_999;
  await ask('Bearer a');
  expect(asked).toHaveLength(1);
  await ask('Bearer b');
  state.time = 60_000;
  await ask('Bearer a');
  expect(asked).toHaveLength(3);
});

it.each([
  ['an error', new Error()],
  ['nothing', null],
  ['a policy', { policyDocument: {} }],
])('is broken by %s, and does not remember it', async (_what, answer) => {
  const { asked, ask } = authorizer(() => answer);
  expect(await ask('Bearer a')).toEqual({ kind: 'broken' });
  await ask('Bearer a');
  expect(asked).toHaveLength(2);
});

it('forbids what the function does not authorize', async () => {
  const { ask } = authorizer(() => ({ isAuthorized: false }));
  expect(await ask('Bearer a')).toEqual({ kind: 'forbidden' });
});
