// References of a script: what it imports, `new URL(…, import.meta.url)`, `importScripts('…')`, and its source map.
import { type DynamicImport, init, parse } from 'es-module-lexer';
import { isPath, readImportMeta } from './import-meta.ts';
import type { Reference } from './reference.ts';
import { readSourceMapComment } from './source-map-comment.ts';

await init;

/**
 * Reads a script, whether it is a module or not.
 * @throws the lexer's error, with an index into the text, when it is not JavaScript.
 */
export function readJs(text: string): readonly Reference[] {
  return [...readImports(text), ...readImportScripts(text), ...readSourceMapComment(text)];
}

function readImports(text: string): readonly Reference[] {
  // A script without these words has none of the references below.
  if (!/\bimport\b|\bfrom\b/.test(text)) return [];
  const [imports] = parse(text);
  return imports.flatMap((each): readonly Reference[] => {
    if (each.type === 'import-meta') {
      const reference = readImportMeta(text, each);
      return reference ? [reference] : [];
    }
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

const importScripts = /\bimportScripts\(\s*((?:(?:"[^"\\\n]*"|'[^'\\\n]*')\s*(?:,\s*)?)+)\)/g;

/** Scripts that a worker loads, relative to itself. They may be in a branch that never runs, so that they may be missing. */
const readImportScripts = (text: string): readonly Reference[] =>
  Array.from(text.matchAll(importScripts)).flatMap(({ 0: all, 1: list = '', index }) => {
    const from = index + all.indexOf(list);
    return Array.from(list.matchAll(/"([^"]*)"|'([^']*)'/g), (found): Reference => {
      const url = found[1] ?? found[2] ?? '';
      const start = from + found.index + 1;
      return { use: 'link', url, start, end: start + url.length };
    });
  });
