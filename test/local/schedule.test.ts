import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSchedule } from '../../local/schedule/expression.ts';

const next = (expression: string, after: string) => {
  const time = parseSchedule(expression)(Date.parse(after));
  return time === undefined ? undefined : new Date(time).toISOString();
};

test.each([
  ['rate(5 minutes)', '2026-11-22T13:00:30Z', '2026-11-22T13:05:30.000Z'],
  ['rate(1 hour)', '2026-11-22T13:00:00Z', '2026-11-22T14:00:00.000Z'],
  ['rate(1 day)', '2026-11-22T13:00:00Z', '2026-11-23T13:00:00.000Z'],
  ['cron(0 3 * * ? *)', '2026-11-22T03:00:00Z', '2026-11-23T03:00:00.000Z'],
  ['cron(0/15 * * * ? *)', '2026-11-22T13:50:00Z', '2026-11-22T14:00:00.000Z'],
  ['cron(30 8 ? * MON-FRI *)', '2026-11-20T09:00:00Z', '2026-11-23T08:30:00.000Z'],
  ['cron(0 0 29 2 ? *)', '2026-03-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
  ['cron(0 12 1,15 JAN,JUL ? *)', '2026-01-02T00:00:00Z', '2026-01-15T12:00:00.000Z'],
  ['cron(0 0 1 1 ? 2020)', '2026-01-01T00:00:00Z', undefined],
  ['at(2026-12-01T00:00:00)', '2026-11-22T00:00:00Z', '2026-12-01T00:00:00.000Z'],
  ['at(2026-11-01T00:00:00)', '2026-11-22T00:00:00Z', undefined],
])('%s after %s is due at %s', (expression, after, expected) => {
  expect(next(expression, after)).toBe(expected);
});

test.each([
  'every day',
  'rate(5 weeks)',
  'cron(0 3 * *)',
  'cron(x 3 * * ? *)',
  'cron(0 3 L * ? *)',
])('%s is refused by name', (expression) => {
  expect(() => parseSchedule(expression)).toThrow(expression);
});

test('a cron schedule is always due later, on a whole minute that matches', () => {
  const minute = fc.integer({ min: 0, max: 59 });
  const hour = fc.integer({ min: 0, max: 23 });
  const after = fc.integer({ min: 0, max: 4_000_000_000 });
  fc.assert(
    fc.property(minute, hour, after, (m, h, seconds) => {
      const time = parseSchedule(`cron(${m} ${h} * * ? *)`)(seconds * 1000) ?? 0;
      const date = new Date(time);
      expect(time).toBeGreaterThan(seconds * 1000);
      expect(time - seconds * 1000).toBeLessThanOrEqual(86_400_000);
      expect([date.getUTCMinutes(), date.getUTCHours(), time % 60_000]).toEqual([m, h, 0]);
    }),
  );
});
