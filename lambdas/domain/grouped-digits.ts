// Formats numbers for English sentences without Intl, whose first use takes a function thirteen milliseconds.

/** A number of 0 or more with a comma before every three digits of its whole part: `5,000,000` and `0.98`. */
export function groupedDigits(value: number): string {
  const [whole = '', fraction] = String(value).split('.');
  const groups: string[] = [];
  for (let end = whole.length; end > 0; end -= 3) {
    groups.unshift(whole.slice(Math.max(0, end - 3), end));
  }
  return groups.join(',') + (fraction === undefined ? '' : `.${fraction}`);
}
