// References of a script: what it imports, `new URL(…, import.meta.url)`, and its source map.
import { type DynamicImport, type ImportMetaRef, init, parse } from 'es-module-lexer';
import type { Reference } from './reference.ts';
import { readSourceMapComment } from './source-map-comment.ts';

await init;

/** A specifier that a browser resolves against the script itself; bare ones are an import map's. */
const isPath = (specifier: string): boolean => /^\.{0,2}\//.test(specifier);

/**
 * Reads a script, whether it is a module or not.
 * @throws the lexer's error, with an index into the text, when it is not JavaScript.
 */
export function readJs(text: string): readonly Reference[] {
  return [...readImports(text), ...readSourceMapComment(text)];
}

function readImports(text: string): readonly Reference[] {
  // Nothing below can stand in a script without one of these words.
  if (!/\bimport\b|\bfrom\b/.test(text)) return [];
  const [imports] = parse(text);
  return imports.flatMap((each): readonly Reference[] => {
    if (each.type === 'import-meta') return readMeta(text, each);
    if (each.type === 'dynamic') return readDynamic(text, each);
    const { specifier: url, start, end } = each;
    return isPath(url) ? [{ use: 'asset', url, start, end }] : [];
  });
}

function readDynamic(text: string, found: DynamicImport): readonly Reference[] {
  const { specifier, glob, start, end } = found;
  if (specifier === undefined) {
    // A relative path to which something is added, such as import('./words/' + language).
    const [, path] = /^\s*['"`](\.{1,2}\/[^'"`]*)['"`]/.exec(text.slice(start, end)) ?? [];
    return path ? [{ use: 'computed', url: `${path}*`, start, end }] : [];
  }
  if (!isPath(specifier)) return [];
  if (glob) return [{ use: 'computed', url: specifier, start, end }];
  return [{ use: 'asset', url: specifier, start: start + 1, end: end - 1 }];
}

const string = String.raw`(?:\/\*.*?\*\/\s*)*(['"\`])([^'"\`\\\n$]*)`;
const beforeMeta = new RegExp(String.raw`new\s+URL\(\s*${string}\1\s*,\s*$`, 's');
const afterMeta = new RegExp(String.raw`^\s*\.\s*resolve\(\s*${string}\1\s*[,)]`, 's');
/** Longer than any `new URL('…', ` that somebody wrote by hand. */
const reach = 2048;

function readMeta(text: string, { start, end }: ImportMetaRef): readonly Reference[] {
  const before = text.slice(Math.max(0, start - reach), start);
  const made = /^\s*\.\s*url\b/.test(text.slice(end, end + 64)) && beforeMeta.exec(before);
  if (made) {
    const url = made[2] ?? '';
    const at = start - before.length + made.index + made[0].lastIndexOf(`${made[1]}${url}`) + 1;
    return [{ use: 'asset', url, start: at, end: at + url.length }];
  }
  const after = text.slice(end, end + reach);
  const resolved = afterMeta.exec(after);
  const url = resolved?.[2] ?? '';
  if (!resolved || !isPath(url)) return [];
  const at = end + resolved[0].lastIndexOf(`${resolved[1]}${url}`) + 1;
  return [{ use: 'asset', url, start: at, end: at + url.length }];
}
