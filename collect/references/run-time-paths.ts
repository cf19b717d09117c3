// Finds scripts that build addresses of other files when they run: no reader can follow them, but it can report them.
import { init, parse } from 'es-module-lexer';
import { isComputedFromMeta } from './import-meta.ts';
import type { RunTimePath } from './reference.ts';

await init;

/** A pattern by which such a script is recognised. */
interface Sign {
  readonly name: string;
  readonly pattern: RegExp;
  /** Whether what follows the pattern confirms it. Default: always. */
  readonly isConfirmed?: (after: string) => boolean;
}

/** A script reads its own address near the place where it finds its own element. */
const reach = 2000;
const readsSource = (after: string): boolean =>
  /\.src\b(?!\s*=[^=])|getAttribute\(\s*["'`]src["'`]/.test(after);

/** `document.currentScript` is also asked for its `dataset` or its place in the document, which hashing leaves alone. */
const readsOwnSource = (after: string): boolean => {
  const [, member] = /^\s*\??\.\s*(\w+)/.exec(after) ?? [];
  if (member === undefined) return readsSource(after);
  return member === 'src' || /^\s*\??\.\s*getAttribute\(\s*["'`]src["'`]/.test(after);
};

const signs: readonly Sign[] = [
  {
    name: 'document.currentScript.src',
    pattern: /\bcurrentScript\b(?:["'`]\])?/g,
    isConfirmed: readsOwnSource,
  },
  {
    name: "getElementsByTagName('script')",
    pattern: /\bgetElementsByTagName\(\s*["'`]script["'`]\s*\)/gi,
    isConfirmed: readsSource,
  },
  {
    name: "querySelector('script')",
    pattern: /\bquerySelector(?:All)?\(\s*["'`][^"'`\n]*\bscript\b/gi,
    isConfirmed: readsSource,
  },
  { name: 'document.scripts', pattern: /\bdocument\.scripts\b/g, isConfirmed: readsSource },
  { name: 'document.baseURI', pattern: /\bdocument\.baseURI\b/g },
  { name: '__webpack_public_path__', pattern: /\b__webpack_public_path__\b/g },
  { name: 'the loader of webpack', pattern: /\bwebpack(?:Chunk|Jsonp)\w*/g },
  { name: 'the loader of Vite', pattern: /\b__vite__mapDeps\b/g },
  { name: 'require.config()', pattern: /\brequire(?:js)?\.config\(/g },
  { name: 'System.import()', pattern: /\bSystem\.(?:import|config)\(/g },
  { name: 'importScripts()', pattern: /\bimportScripts\(\s*[^\s"'`)]/g },
  {
    name: 'new Worker()',
    pattern: /\bnew\s+(?:Shared)?Worker\(\s*["'`](?!blob:|data:|https?:|\/\/)/g,
  },
  { name: 'addModule()', pattern: /\.addModule\(\s*["'`](?!blob:|data:|https?:|\/\/)/g },
];

/** The first place where a script does so; undefined when no pattern matches. */
export function findRunTimePath(text: string): RunTimePath | undefined {
  const found = [...signs.flatMap((sign) => find(text, sign) ?? []), ...findInModule(text)];
  return found.toSorted((a, b) => a.start - b.start)[0];
}

function find(text: string, { name, pattern, isConfirmed }: Sign): RunTimePath | undefined {
  for (const { 0: all, index } of text.matchAll(pattern)) {
    if (isCommented(text, index)) continue;
    const end = index + all.length;
    if (isConfirmed && !isConfirmed(text.slice(end, end + reach))) continue;
    return { sign: name, start: index };
  }
  return undefined;
}

/** Whether the line before the place is that of a comment. */
function isCommented(text: string, at: number): boolean {
  const line = text.slice(Math.max(text.lastIndexOf('\n', at), at - reach) + 1, at);
  return /^\s*(?:\/\/|\/?\*)/.test(line) || /(?:^|\s)\/\/ /.test(line);
}

/** Patterns that only the lexer can distinguish from text and comments: `import.meta`, and imports of built addresses. */
function findInModule(text: string): readonly RunTimePath[] {
  if (!/\bimport\s*(?:\(|\.)/.test(text)) return [];
  const [imports] = parse(text);
  return imports.flatMap((each): readonly RunTimePath[] => {
    if (each.type === 'import-meta') {
      return isComputedFromMeta(text, each) ? [{ sign: 'import.meta', start: each.start }] : [];
    }
    if (each.type !== 'dynamic') return [];
    const isKnown = each.specifier !== undefined && !each.glob;
    const written = text.slice(each.start, each.end);
    // A path from the script itself is a reference of its own; a bare variable may hold anything.
    const isRelative = /^\s*['"`]\.{1,2}\//.test(written);
    if (isKnown || isRelative || !/[/.][^'"`]*['"`]/.test(written)) return [];
    return [{ sign: 'import()', start: each.start }];
  });
}
