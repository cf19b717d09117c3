import { expect, it } from 'vitest';
import { fingerprint } from '../../client/fingerprint.ts';

const jwt = (sub: string, nonce: string) =>
  `e30.${Buffer.from(JSON.stringify({ sub, nonce })).toString('base64url')}.signature`;
const source = Object.assign(new Blob(['x'], { type: 'text/plain' }), {
  name: 'x.txt',
  lastModified: 1,
});
const identity = { api: 'https://api.test', token: jwt('alice', '1'), collection: 'a', source };

it('a fingerprint is the same for the same file, user and API, whatever the current token', async () => {
  const first = await fingerprint(identity);
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(await fingerprint({ ...identity, token: jwt('alice', '2') })).toBe(first);
});

it('a fingerprint differs by owner, collection, API, the replaced file, and every property of the file', async () => {
  const trait = (change: object) => ({ ...identity, source: { ...identity.source, ...change } });
  const base = { name: 'x.txt', size: 1, type: 'text/plain', lastModified: 1 };
  const others = [
    { ...identity, token: jwt('bob', '1') },
    { ...identity, collection: 'b' },
    { ...identity, api: 'https://other.test' },
    { ...identity, owner: 'carl' },
    { ...identity, token: 'AAAAAAAAAAAAAAAAAAAAAA' },
    { ...identity, token: 'BAAAAAAAAAAAAAAAAAAAAA' },
    { ...identity, owner: 'x.txt' },
    { ...identity, replaces: 'a-file' },
    { ...identity, replaces: 'another-file' },
    ...[{ name: 'y.txt' }, { size: 2 }, { type: 'text/csv' }, { lastModified: 2 }].map((change) =>
      trait({ ...base, ...change }),
    ),
  ];
  const all = await Promise.all([identity, ...others].map(fingerprint));
  expect(new Set(all).size).toBe(all.length);
});
