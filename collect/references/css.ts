// References of a style sheet: url(), @import, image-set() and its source map (CSS Values 4 §4.5, CSS Cascade 5 §2).
import postcss, { type AtRule, type Declaration } from 'postcss';
import parseValue, { type Node } from 'postcss-value-parser';
import { type Reference, shift } from './reference.ts';
import { readSourceMapComment } from './source-map-comment.ts';

/** Whether a text can hold any of these, told without parsing it. */
export const mayReferInCss = (text: string): boolean =>
  /url\((?!\s*["']?(?:data:|#))|@import|image-set\(/i.test(text);

/**
 * Reads a style sheet, or the declarations of a style attribute.
 * @throws postcss's error with line and reason when it is not CSS.
 */
export function readCss(text: string): readonly Reference[] {
  return [...readRules(text), ...readSourceMapComment(text)];
}

function readRules(text: string): readonly Reference[] {
  if (!mayReferInCss(text)) return [];
  const references: Reference[] = [];
  postcss.parse(text, { map: false }).walk((node) => {
    if (node.type === 'decl') {
      const value = node.raws.value?.raw ?? node.value;
      references.push(...readAt(node, node.prop.length, value, readCssValue));
    } else if (node.type === 'atrule') {
      const read = readers[node.name.toLowerCase()] ?? readCssValue;
      references.push(
        ...readAt(node, node.name.length, node.raws.params?.raw ?? node.params, read),
      );
    }
  });
  return references;

  function readAt(
    node: Declaration | AtRule,
    skipped: number,
    value: string,
    read: (value: string) => readonly Reference[],
  ): readonly Reference[] {
    const found = read(value);
    if (found.length === 0) return [];
    return shift(found, text.indexOf(value, (node.source?.start?.offset ?? 0) + skipped));
  }
}

const readers: Readonly<Record<string, (params: string) => readonly Reference[]>> = {
  import: readImport,
  // The name of an XML vocabulary, which nothing loads.
  namespace: () => [],
};

function readImport(params: string): readonly Reference[] {
  const [first] = parseValue(params).nodes.filter(({ type }) => type !== 'space');
  if (!first) return [];
  return first.type === 'string' ? [referenceOf(first)] : readNodes([first]);
}

/** Reads one value, of a declaration or of an SVG attribute such as `fill`. */
export const readCssValue = (value: string): readonly Reference[] =>
  mayReferInCss(value) ? readNodes(parseValue(value).nodes) : [];

function readNodes(nodes: readonly Node[]): readonly Reference[] {
  return nodes.flatMap((node) => {
    if (node.type !== 'function') return [];
    const name = node.value.toLowerCase();
    if (name === 'url') return node.nodes.slice(0, 1).map(referenceOf);
    const strings = /^(-webkit-)?image-set$/.test(name)
      ? node.nodes.filter(({ type }) => type === 'string').map(referenceOf)
      : [];
    return [...strings, ...readNodes(node.nodes)];
  });
}

function referenceOf(node: Node): Reference {
  const quote = node.type === 'string' ? 1 : 0;
  return {
    use: 'asset',
    url: unescapeCss(node.value),
    start: node.sourceIndex + quote,
    end: node.sourceIndex + quote + node.value.length,
  };
}

/** Undoes the escapes of CSS Syntax 3 §4.3.7. */
const unescapeCss = (value: string): string =>
  value.replace(/\\(?:([\da-f]{1,6})\s?|\r?\n|(.))/giu, (_, hex?: string, character?: string) =>
    hex ? String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10ffff)) : (character ?? ''),
  );
