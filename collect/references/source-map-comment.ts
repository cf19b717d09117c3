// The comment at the end of a script or style sheet that names its source map (ECMA-426 §11.1).
import type { Reference } from './reference.ts';

const comment = /(?:\/\/|\/\*)[#@]\s*sourceMappingURL=([^\s'"*]+)[^\S\r\n]*(?:\*\/)?/y;
const onlyComments = /^(?:\s|\/\/[^\n]*|\/\*.*?\*\/)*$/s;

/** Reads the last such comment, when nothing but comments comes after it. */
export function readSourceMapComment(text: string): readonly Reference[] {
  const mark = text.lastIndexOf('sourceMappingURL=');
  if (mark < 0) return [];
  comment.lastIndex = Math.max(text.lastIndexOf('//', mark), text.lastIndexOf('/*', mark));
  const [all, url] = comment.exec(text) ?? [];
  if (!all || !url || !onlyComments.test(text.slice(comment.lastIndex))) return [];
  const start = mark + 'sourceMappingURL='.length;
  return [{ use: 'asset', url, start, end: start + url.length }];
}
