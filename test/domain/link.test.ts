// The forms of a link's token and of its id.
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { isLinkId, isLinkToken, linkIdOf } from '../../lambdas/domain/link.ts';

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
