// Formats a number of bytes for people.

const units = ['KB', 'MB', 'GB', 'TB'] as const;

/** Formats bytes, 1 KB = 1024 bytes: `1 byte`, `512 bytes`, `1.5 KB`, `25 MB`; numbers as in `locale`. */
export function bytesInWords(bytes: number, locale = 'en'): string {
  if (bytes < 1024) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  let value = bytes / 1024;
  let unit = 0;
  // 999.95 would be shown as "1000.0"; the next unit is shorter.
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
  return `${Number(value.toFixed(digits)).toLocaleString(locale)} ${units[unit]}`;
}
