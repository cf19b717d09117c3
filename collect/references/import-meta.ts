// Uses of `import.meta` in a module: addresses relative to itself, literal or built when it runs.
import type { ImportMetaRef } from 'es-module-lexer';
import type { Reference } from './reference.ts';

/** A specifier that a browser resolves against the script itself; bare ones are an import map's. */
export const isPath = (specifier: string): boolean => /^\.{0,2}\//.test(specifier);

const string = String.raw`(?:\/\*.*?\*\/\s*)*(['"\`])([^'"\`\\\n$]*)`;
const beforeMeta = new RegExp(String.raw`new\s+URL\(\s*${string}\1\s*,\s*$`, 's');
const afterMeta = new RegExp(String.raw`^\s*\.\s*resolve\(\s*${string}\1\s*[,)]`, 's');
/** Longer than any `new URL('…', ` that a person wrote. */
const reach = 2048;

const isUrl = (after: string): boolean => /^\s*\??\.\s*url\b/.test(after);

/** The address in `new URL('…', import.meta.url)` or `import.meta.resolve('./…')`; undefined for any other use. */
export function readImportMeta(text: string, { start, end }: ImportMetaRef): Reference | undefined {
  const before = text.slice(Math.max(0, start - reach), start);
  const after = text.slice(end, end + reach);
  const made = isUrl(after) && beforeMeta.exec(before);
  if (made) {
    const url = made[2] ?? '';
    const at = start - before.length + made.index + made[0].lastIndexOf(`${made[1]}${url}`) + 1;
    return { use: 'asset', url, start: at, end: at + url.length };
  }
  const resolved = afterMeta.exec(after);
  const url = resolved?.[2] ?? '';
  if (!resolved || !isPath(url)) return undefined;
  const at = end + resolved[0].lastIndexOf(`${resolved[1]}${url}`) + 1;
  return { use: 'asset', url, start: at, end: at + url.length };
}

/** Functions of Node, and comparisons, whose use of `import.meta.url` is no address that a browser loads. */
const isNoAddress = (before: string, after: string): boolean =>
  /(fileURLToPath|createRequire|[!=]==?)\s*\(?\s*$/.test(before) ||
  /^\s*\.\s*url\s*[!=]==?/.test(after);

/** Whether addresses are put together with `import.meta`, which only its value at run time completes. */
export function isComputedFromMeta(text: string, found: ImportMetaRef): boolean {
  const after = text.slice(found.end, found.end + reach);
  const reference = readImportMeta(text, found);
  // A directory, to which something is added later.
  if (reference) return /(^|\/)\.{0,2}$/.test(reference.url);
  const before = text.slice(Math.max(0, found.start - 64), found.start);
  if (isUrl(after)) return !isNoAddress(before, after);
  return /^\s*\.\s*resolve\s*\(\s*[^\s'"]/.test(after);
}
