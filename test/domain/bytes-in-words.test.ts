// Numbers of bytes as people read them.
import { expect, it } from 'vitest';
import { bytesExactly, bytesInWords } from '../../lambdas/domain/bytes-in-words.ts';
import { GiB, MiB } from '../../lambdas/domain/sizes.ts';

const KiB = 1024;

it.each<[number, string]>([
  [0, '0 bytes'],
  [1, '1 byte'],
  [2, '2 bytes'],
  [1023, '1023 bytes'],
  [KiB, '1 KB'],
  [1.5 * KiB, '1.5 KB'],
  [1.25 * KiB, '1.25 KB'],
  [9.999 * KiB, '10 KB'],
  [10 * KiB, '10 KB'],
  [10.25 * KiB, '10.3 KB'],
  [99.94 * KiB, '99.9 KB'],
  [100 * KiB, '100 KB'],
  [100.4 * KiB, '100 KB'],
  [999.9 * KiB, '1,000 KB'],
  [999.95 * KiB, '0.98 MB'],
  [1023 * KiB, '1 MB'],
  [25 * MiB, '25 MB'],
  [1.5 * GiB, '1.5 GB'],
  [5 * 1024 * GiB, '5 TB'],
  [5000 * 1024 * GiB, '5,000 TB'],
])('%d bytes are %s', (bytes, words) => {
  expect(bytesInWords(bytes)).toBe(words);
});

it('numbers are written as the locale writes them', () => {
  expect(bytesInWords(1.5 * KiB, 'de')).toBe('1,5 KB');
  expect(bytesInWords(5000 * 1024 * GiB, 'de')).toBe('5.000 TB');
});

it.each<[number, string]>([
  [0, '0 bytes'],
  [1023, '1023 bytes'],
  [KiB, '1 KB'],
  [KiB + 1, '1 KB (1,025 bytes)'],
  [25 * MiB, '25 MB'],
  [25 * MiB + 1, '25 MB (26,214,401 bytes)'],
  [5_000_000_000, '4.66 GB (5,000,000,000 bytes)'],
])('a message in which every byte counts says of %d bytes %s', (bytes, words) => {
  expect(bytesExactly(bytes)).toBe(words);
});
