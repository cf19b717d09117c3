// The addresses in a srcset attribute, which are separated by commas that may also be part of them (HTML §4.8.4.2.1).
import type { Reference } from './reference.ts';

const candidate = /[\s,]*([^\s,]\S*?)(?:,+(?=\s|$)|\s+([^,(]*(?:\([^)]*\))?[^,]*)(?:,|$)|$)/gy;

/** Reads each candidate's address; its width or density is left. */
export function readSrcset(value: string): readonly Reference[] {
  candidate.lastIndex = 0;
  return Array.from(value.matchAll(candidate), ({ 0: all, 1: url = '', index }) => {
    const start = index + all.indexOf(url);
    return { use: 'asset', url, start, end: start + url.length };
  });
}
