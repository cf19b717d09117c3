// What a reader found, short enough to compare.
import type { Reference } from '../../../collect/references/reference.ts';

/** `use url` of each, after checking that it stands where it says. */
export const found = (text: string, references: readonly Reference[]): string[] =>
  references.map(({ use, url, start, end }) => {
    const written = text.slice(start, end);
    return written === url ? `${use} ${url}` : `${use} ${url} written ${written}`;
  });
