// References of an HTML document or an SVG picture: attributes, style and script elements, import maps.
import { type DefaultTreeAdapterTypes, html, parse } from 'parse5';
import { readCss } from './css.ts';
import { type Element, hashedAttribute, readAttribute } from './html-attributes.ts';
import { rawOffsets } from './html-entities.ts';
import { readImportMap } from './import-map.ts';
import { readJs } from './js.ts';
import { type Reading, type Reference, shift } from './reference.ts';

type Node = DefaultTreeAdapterTypes.Node;
type Parsed = DefaultTreeAdapterTypes.Element;

/**
 * Reads a document. Any text is HTML, but the scripts and styles in it may be wrong.
 * @throws the error of the script, style or import map that cannot be read.
 */
export function readHtml(text: string): Reading {
  const references: Reference[] = [];
  let base: string | undefined;
  // Not by recursion: a document may be nested deeper than calls can be.
  const waiting: Node[] = [parse(text, { sourceCodeLocationInfo: true, scriptingEnabled: false })];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    readNode(node);
    if ('content' in node) waiting.push(node.content);
    if ('childNodes' in node) for (const child of node.childNodes.toReversed()) waiting.push(child);
  }
  references.sort((a, b) => a.start - b.start);
  return { references, ...(base !== undefined && { base }) };

  function readNode(node: Node): void {
    if (node.nodeName === '#comment' && 'data' in node) readInstruction(node);
    if (!('tagName' in node)) return;
    if (node.tagName === 'base') base ??= node.attrs.find(({ name }) => name === 'href')?.value;
    readAttributes(node);
    readContent(node);
  }

  function readAttributes(node: Parsed): void {
    const element = toElement(node);
    for (const { name, prefix, value } of node.attrs) {
      const place = node.sourceCodeLocation?.attrs?.[prefix ? `${prefix}:${name}` : name];
      if (!place) continue;
      const found =
        name === 'integrity' ? readIntegrity(element, value) : readAttribute(element, name);
      if (found.length === 0) continue;
      const raw = text.slice(place.startOffset, place.endOffset);
      const [opening = ''] = /^[^=]*=\s*["']?/.exec(raw) ?? [];
      const isQuoted = /["']$/.test(opening);
      const offsets = rawOffsets(raw.slice(opening.length, isQuoted ? -1 : undefined), value);
      const start = place.startOffset + opening.length;
      for (const each of found) {
        references.push({
          ...each,
          start: start + (offsets?.[each.start] ?? each.start),
          end: start + (offsets?.[each.end] ?? each.end),
          inAttribute: true,
        });
      }
    }
  }

  function readContent(node: Parsed): void {
    const read = contentReader(toElement(node));
    if (!read) return;
    for (const child of node.childNodes) {
      const place = child.sourceCodeLocation;
      if (child.nodeName !== '#text' || !place) continue;
      const raw = text.slice(place.startOffset, place.endOffset);
      // In SVG, as in all XML, a style may be wrapped so that its < and & need no escape.
      const [opening = ''] = /^\s*<!\[CDATA\[/.exec(raw) ?? [];
      const content = raw.slice(opening.length).replace(/\]\]>\s*$/, '');
      references.push(...shift(read(content), place.startOffset + opening.length));
    }
  }

  /** `<?xml-stylesheet href="…"?>`, which an HTML parser takes for a comment. */
  function readInstruction(node: DefaultTreeAdapterTypes.CommentNode): void {
    const [all, url] = /^\?xml-stylesheet\s.*?\bhref=["']([^"']*)/s.exec(node.data) ?? [];
    const place = node.sourceCodeLocation;
    if (!all || !url || !place) return;
    const start = text.indexOf(all, place.startOffset) + all.length - url.length;
    references.push({ use: 'asset', url, start, end: start + url.length, inAttribute: true });
  }
}

const toElement = ({ tagName, namespaceURI, attrs }: Parsed): Element => ({
  name: tagName,
  isSvg: namespaceURI === html.NS.SVG,
  attributes: Object.fromEntries(attrs.map(({ name, value }) => [name, value])),
});

/** A hash over a file that is collected must be that of what is served in the end. */
function readIntegrity(element: Element, value: string): readonly Reference[] {
  const url = element.attributes[hashedAttribute(element) ?? ''];
  return url ? [{ use: 'integrity', url, start: 0, end: value.length }] : [];
}

function contentReader({
  name,
  attributes,
}: Element): ((text: string) => readonly Reference[]) | undefined {
  if (name === 'style') return readCss;
  if (name !== 'script') return undefined;
  const type = attributes.type?.trim().toLowerCase() ?? '';
  if (type === 'importmap') return readImportMap;
  return /^(|module|(text|application)\/(javascript|ecmascript))$/.test(type) ? readJs : undefined;
}
