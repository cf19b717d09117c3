// The one reference of a source map: the file it belongs to. Its `sources` are left, they are the author's (ECMA-426 §9).
import type { Reference } from './reference.ts';

// Within a JSON string each quote has a backslash before it, so that this can only be a member's name.
const file = /"file"\s*:\s*"((?:[^"\\]|\\.)*)"/g;

/** Reads `file`, also in the sections of an index map. */
export const readSourceMap = (text: string): readonly Reference[] =>
  Array.from(text.matchAll(file), ({ 0: all, 1: raw = '', index }) => {
    const start = index + all.length - raw.length - 1;
    return { use: 'link', url: JSON.parse(`"${raw}"`), start, end: start + raw.length };
  });
