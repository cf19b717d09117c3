// Formats a number of bytes for people.
import { groupedDigits } from './grouped-digits.ts';

const units = ['KB', 'MB', 'GB', 'TB'] as const;

/** Formats bytes, 1 KB = 1024 bytes: `1 byte`, `512 bytes`, `1.5 KB`, `25 MB`; numbers as in `locale`. */
export function bytesInWords(bytes: number, locale = 'en'): string {
  if (bytes < 1024) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  const { value, unit } = rounded(bytes);
  const number = locale === 'en' ? groupedDigits(value) : value.toLocaleString(locale);
  return `${number} ${units[unit]}`;
}

/**
 * Formats bytes for a message in which every byte counts, such as one about a limit: `25 MB`, and where the words round,
 * `4.66 GB (5,000,000,000 bytes)`.
 */
export function bytesExactly(bytes: number): string {
  const words = bytesInWords(bytes);
  if (bytes < 1024) return words;
  const { value, unit } = rounded(bytes);
  return value * 1024 ** (unit + 1) === bytes ? words : `${words} (${groupedDigits(bytes)} bytes)`;
}

/** An amount from 1 KB in the unit that people would choose, with at most three digits that count. */
function rounded(bytes: number): { readonly value: number; readonly unit: number } {
  let value = bytes / 1024;
  let unit = 0;
  // 999.95 would be shown as "1000.0"; the next unit is shorter.
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
  return { value: Number(value.toFixed(digits)), unit };
}
