// Moments as records keep them.
import { expect, it } from 'vitest';
import { daysAfter, hoursAfter, secondsAfter, secondsBetween } from '../../lambdas/domain/time.ts';

const moment = new Date('2026-12-31T23:59:59.500Z');

it('a moment some seconds, hours or days after another is ISO 8601 in UTC', () => {
  expect(secondsAfter(moment, 1)).toBe('2027-01-01T00:00:00.500Z');
  expect(secondsAfter(moment, -59)).toBe('2026-12-31T23:59:00.500Z');
  expect(hoursAfter(moment, 2)).toBe('2027-01-01T01:59:59.500Z');
  expect(daysAfter(moment, 60)).toBe('2027-03-01T23:59:59.500Z');
});

it('the time between two moments is in seconds, with milliseconds', () => {
  expect(secondsBetween('2026-12-31T23:59:58.250Z', moment)).toBe(1.25);
});
