// Tests when a file is deleted by itself.
import { expect, it } from 'vitest';
import { retainedUntil } from '../../lambdas/domain/retention.ts';

const at = new Date('2026-11-22T10:00:00.000Z');

it.each([
  ['is kept until a caller deletes it', undefined, undefined, undefined],
  ['is kept for the days of its collection', 2, undefined, '2026-11-24T10:00:00.000Z'],
  [
    'is kept until the moment of its claim',
    undefined,
    '2026-11-22T13:00:00+02:00',
    '2026-11-22T11:00:00.000Z',
  ],
  [
    'is kept for less than its collection allows',
    2,
    '2026-11-23T00:00:00Z',
    '2026-11-23T00:00:00.000Z',
  ],
  [
    'is kept no longer than its collection allows',
    2,
    '2027-01-01T00:00:00Z',
    '2026-11-24T10:00:00.000Z',
  ],
])('a file %s', (_case, retainDays, expiresAt, end) => {
  expect(retainedUntil(at, retainDays, expiresAt)).toBe(end);
});

it.each(['2026-11-22T10:00:00Z', '2026-11-22T11:59:59+02:00', '1970-01-01T00:00:00Z'])(
  'a claim that ends at %s, which is not in the future, is refused',
  (expiresAt) => {
    expect(() => retainedUntil(at, 2, expiresAt)).toThrow(
      expect.objectContaining({
        code: 'invalid_request',
        message: 'expiresAt: is not in the future; at the server it is 2026-11-22T10:00:00.000Z.',
      }),
    );
  },
);
