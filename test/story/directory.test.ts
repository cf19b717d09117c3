// Tests looking people up by name, with the local Cognito and its right to list users enforced.
import { expect, it } from 'vitest';
import { addresses, alice, bob, call, uploaded } from './api.ts';
import { grant } from './file-calls.ts';

const lookUp = (body: unknown, token = alice) =>
  call('POST', '/principals/lookups', { token, body });

it('a file is shared with whom a mail address belongs to, in any case of letters', async () => {
  const { status, body } = await lookUp({ name: 'Bob@Example.com' });
  expect({ status, body }).toEqual({
    status: 200,
    body: { principals: [{ principal: 'user:bob', name: 'bob@example.com' }] },
  });
  const note = { collection: 'documents', filename: 'for-bob.txt', contentType: 'text/plain' };
  const { id } = await uploaded(note, 'dear bob');
  await grant(id, body.principals[0]?.principal ?? '');
  expect((await call('GET', `/files/${id}`, { token: bob })).status).toBe(200);
});

it('an address without an account, a part of one and a name find no one', async () => {
  for (const name of ['no-such-account@example.com', 'bob', 'bob@', 'bob@example.com" or "']) {
    expect(await lookUp({ name }), name).toMatchObject({ status: 200, body: { principals: [] } });
  }
});

it('the names of several subjects come in one answer, without those that are unknown', async () => {
  const { body } = await lookUp({ subs: ['alice', 'unknown', 'bob'] });
  expect(body).toEqual({
    principals: [
      { principal: 'user:alice', name: 'alice@example.com' },
      { principal: 'user:bob', name: 'bob@example.com' },
    ],
  });
});

it.each([
  ['nothing', {}],
  ['a name and subjects', { name: 'bob@example.com', subs: ['bob'] }],
  ['an empty name', { name: '' }],
  ['a name with a line break', { name: 'bob@example.com\n' }],
  ['no subject', { subs: [] }],
  ['eleven subjects', { subs: Array.from({ length: 11 }, (_, index) => `s${index}`) }],
  ['a further field', { name: 'bob@example.com', like: true }],
])('a lookup of %s is refused as invalid_request', async (_case, body) => {
  expect(await lookUp(body)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
});

it('a caller without a token finds no one', async () => {
  const response = await fetch(`${addresses.api}/principals/lookups`, {
    method: 'POST',
    body: JSON.stringify({ name: 'bob@example.com' }),
  });
  expect(response.status).toBe(401);
});
