// Finds every regular expression in TypeScript sources by their syntax trees.
import { parseAst } from 'vite';

/** A regular expression of the sources, and the file it stands in. */
export interface FoundRegex {
  readonly file: string;
  /** The expression as JavaScript writes it: `/source/flags`. */
  readonly expression: string;
}

/** What one source holds: its expressions, and calls that build one from what is only known at run time. */
export interface RegexesOfSource {
  readonly found: readonly FoundRegex[];
  /** The text of each such call, for example `new RegExp(word)`. */
  readonly builtAtRunTime: readonly string[];
}

interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [property: string]: unknown;
}

/** Methods of a string that turn an argument that is no expression into one (ECMA-262 §22.1.3.13, .14 and .20). */
const METHODS_THAT_BUILD = new Set(['match', 'matchAll', 'search']);

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

function* nodesUnder(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) yield* nodesUnder(child);
    }
  }
}

const regexOf = (node: SyntaxNode): string | undefined =>
  node.type === 'Literal' && typeof node.regex === 'object' && node.regex !== null
    ? String(node.raw)
    : undefined;

const textOf = (node: unknown): string | undefined => {
  if (!isNode(node)) return undefined;
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  return undefined;
};

const argumentsOf = (node: SyntaxNode): readonly unknown[] =>
  Array.isArray(node.arguments) ? node.arguments : [];

const buildsRegex = (node: SyntaxNode): boolean => {
  const { type, callee } = node;
  if ((type !== 'NewExpression' && type !== 'CallExpression') || !isNode(callee)) return false;
  if (callee.type === 'Identifier') return callee.name === 'RegExp';
  const { property } = callee;
  if (callee.type !== 'MemberExpression' || !isNode(property)) return false;
  const [pattern] = argumentsOf(node);
  return METHODS_THAT_BUILD.has(String(property.name)) && textOf(pattern) !== undefined;
};

/** Reads one TypeScript source; throws when it cannot be parsed. */
export const findRegexes = (file: string, source: string): RegexesOfSource => {
  const found: FoundRegex[] = [];
  const builtAtRunTime: string[] = [];
  const program: unknown = parseAst(source, { lang: file.endsWith('.tsx') ? 'tsx' : 'ts' });
  if (!isNode(program)) throw new Error(`${file} has no syntax tree`);
  for (const node of nodesUnder(program)) {
    const literal = regexOf(node);
    if (literal !== undefined) found.push({ file, expression: literal });
    if (!buildsRegex(node)) continue;
    const [pattern, flags] = argumentsOf(node).map(textOf);
    const hasFlags = argumentsOf(node).length > 1;
    if (pattern === undefined || (hasFlags && flags === undefined)) {
      builtAtRunTime.push(source.slice(node.start, node.end));
    } else {
      found.push({ file, expression: String(new RegExp(pattern, flags)) });
    }
  }
  return { found, builtAtRunTime };
};
