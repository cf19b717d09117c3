import { describe, expect, test } from 'vitest';
import { bytesInWords } from '../../lambdas/domain/bytes-in-words.ts';
import { momentInWords, timeInWords } from '../../web/quantities.ts';

describe('bytes', () => {
  test.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [1023, '1023 bytes'],
    [1024, '1 KB'],
    [1536, '1.5 KB'],
    [999.96 * 1024, '0.98 MB'],
    [25 * 1024 ** 2, '25 MB'],
    [1024 ** 3, '1 GB'],
    [10_000 * 5 * 1024 ** 3, '48.8 TB'],
  ])('formats %d bytes as %s', (bytes, words) => {
    expect(bytesInWords(bytes)).toBe(words);
  });
});

describe('a time', () => {
  const now = new Date(2026, 10, 22, 15, 0);

  test.each([
    [new Date(2026, 10, 22, 15, 0, 30), 'just now'],
    [new Date(2026, 10, 22, 14, 59), 'a minute ago'],
    [new Date(2026, 10, 22, 14, 13), '47 minutes ago'],
    [new Date(2026, 10, 22, 13, 50), 'an hour ago'],
    [new Date(2026, 10, 22, 10, 0), '5 hours ago'],
    [new Date(2026, 10, 22, 1, 0), 'today'],
    [new Date(2026, 10, 21, 1, 0), 'yesterday'],
    [new Date(2026, 10, 18, 23, 0), '4 days ago'],
    [new Date(2026, 2, 12, 12, 0), '12 March 2026'],
  ])('formats the time %s as "%s"', (then, words) => {
    expect(timeInWords(then.toISOString(), now, 'en-GB')).toBe(words);
  });

  test("formats a date for the user's locale", () => {
    const then = new Date(2026, 2, 12, 12, 0).toISOString();
    expect(timeInWords(then, now, 'en-US')).toBe('March 12, 2026');
    expect(timeInWords(then, now, 'de')).toBe('12. März 2026');
    expect(timeInWords(then, now)).toBe(
      new Date(then).toLocaleDateString([], { day: 'numeric', month: 'long', year: 'numeric' }),
    );
    expect(momentInWords(new Date(2026, 10, 22, 16, 4).toISOString(), now, 'en-US')).toBe(
      'today, 04:04 PM',
    );
  });

  test('formats an invalid time as an empty string', () => {
    expect(timeInWords('soon', now)).toBe('');
  });

  test('formats a future time by the clock, with its day unless that is today', () => {
    const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 4).toISOString();
    expect(momentInWords(at(22, 16), now, 'en-GB')).toBe('today, 16:04');
    expect(momentInWords(at(23, 9), now, 'en-GB')).toBe('23 November, 09:04');
  });
});
