// References of a style sheet: url(), src(), @import, image-set(), image() and its source map (CSS Values 4 §4.5, CSS Images 4 §2).
import { lineAt } from '../decode-text.ts';
import { type CssToken, readCssTokens } from './css-tokens.ts';
import type { Reference } from './reference.ts';
import { readSourceMapComment } from './source-map-comment.ts';

/** Whether a text can hold any of these. A backslash may write any letter of a name, so it counts. */
const mayReferInCss = (text: string): boolean =>
  /url\((?!\s*["']?(?:data:|#))|@import|src\(|image(?:-set)?\(|\\/i.test(text);

/** A style sheet that ends within a block, because it is incomplete. */
class CssError extends Error {
  override readonly name = 'CssError';
  /** Where the block begins, from 1. */
  readonly line: number;

  constructor(line: number) {
    super('Unclosed block');
    this.line = line;
  }
}

/**
 * Reads a style sheet, or the declarations of a style attribute.
 * @throws CssError with the line of a block that has no end.
 */
export function readCss(text: string): readonly Reference[] {
  if (!mayReferInCss(text)) return readSourceMapComment(text);
  const { references, unclosed } = readRules(text);
  if (unclosed !== undefined) throw new CssError(lineAt(text, unclosed));
  return [...references, ...readSourceMapComment(text)];
}

/** Functions whose strings are addresses; strings within other functions, such as `type()`, are not. */
const functionsOfAddresses: ReadonlySet<string | undefined> = new Set([
  'url',
  'src',
  'image',
  'image-set',
  '-webkit-image-set',
]);

/** Reads one value, of a declaration or of an SVG attribute such as `fill`. */
export const readCssValue = (value: string): readonly Reference[] =>
  mayReferInCss(value) ? readRules(value).references : [];

/** The references of a text of rules and declarations, and where its last open block begins. */
interface Rules {
  readonly references: readonly Reference[];
  readonly unclosed: number | undefined;
}

function readRules(text: string): Rules {
  const references: Reference[] = [];
  /** Of the declaration or prelude that is not over yet. */
  let pending: Reference[] = [];
  /** Name of each open function; empty for a bare parenthesis. */
  let functions: string[] = [];
  /** Where each open block begins. */
  const blocks: number[] = [];
  let atRule: 'none' | 'import' | 'skipped' = 'none';

  for (const token of readCssTokens(text)) {
    if (token.type === 'at-keyword') {
      // The name of an XML vocabulary, which no browser loads.
      if (token.value === 'namespace') atRule = 'skipped';
      else atRule = token.value === 'import' ? 'import' : 'none';
    } else if (token.type === 'function') functions.push(token.value);
    else if (token.type === '(') functions.push('');
    else if (token.type === ')') functions.pop();
    else if (token.type === '{') {
      // The text before a block is a selector or a condition, and loads nothing.
      end([]);
      blocks.push(token.start);
    } else if (token.type === '}') {
      end(pending);
      blocks.pop();
    } else if (token.type === ';') end(pending);
    else if (isAddress(token)) {
      pending.push({ use: 'asset', url: token.value, start: token.start, end: token.end });
      // What follows the address of an import is a condition.
      if (atRule === 'import') atRule = 'skipped';
    }
  }
  end(pending);
  return { references, unclosed: blocks.at(-1) };

  function end(found: readonly Reference[]): void {
    references.push(...found);
    pending = [];
    functions = [];
    atRule = 'none';
  }

  function isAddress({ type }: CssToken): boolean {
    if (atRule === 'skipped') return false;
    if (type === 'url') return true;
    if (atRule === 'import' && functions.length === 0) return true;
    return functionsOfAddresses.has(functions.at(-1));
  }
}
