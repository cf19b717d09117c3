// The forms of a link's token and of its id, and when a link ends.
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { endOf, isLinkId, isLinkToken, linkIdOf } from '../../lambdas/domain/link.ts';

const token = 'AZaz09_-AZaz09_-AZaz09';

it('the id of a link is the SHA-256 of its token in hex', () => {
  expect(linkIdOf(token)).toBe(createHash('sha256').update(token).digest('hex'));
  expect(isLinkId(linkIdOf(token))).toBe(true);
});

it.each(['', token.slice(1), `${token}x`, `x${token}`, token.replace('_', '.'), `${token}\n`])(
  'does not take %j for a token',
  (text) => {
    expect(isLinkToken(token)).toBe(true);
    expect(isLinkToken(text)).toBe(false);
  },
);

it.each(['', 'a'.repeat(63), 'a'.repeat(65), 'A'.repeat(64), `${'a'.repeat(63)}g`])(
  'does not take %j for an id',
  (text) => {
    expect(isLinkId(text)).toBe(false);
  },
);

it.each([
  ['works while it is not expired and has uses left', { maxUses: 2, uses: 1 }, undefined],
  ['works without a limit, however often it was followed', { uses: 1_000_000 }, undefined],
  ['is used up with its last use', { maxUses: 2, uses: 2 }, 'used_up'],
  ['is expired in the moment that it names', { uses: 0, expiresAt: '2026-01-01' }, 'expired'],
  ['is expired rather than used up', { maxUses: 1, uses: 1, expiresAt: '2025-01-01' }, 'expired'],
] as const)('a link %s', (_case, fields, end) => {
  const link = {
    ...{ id: 'a', fileId: 'b', createdBy: 'c', createdAt: '2025-01-01', expiresAt: '2027-01-01' },
    ...fields,
  };
  expect(endOf(link, '2026-01-01')).toBe(end);
});
