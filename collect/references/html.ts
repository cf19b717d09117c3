// References of an HTML document or an SVG picture: attributes, style and script elements, import maps.
import { type DefaultTreeAdapterTypes, html, parse } from 'parse5';
import { type Element, hashedAttribute, readAttribute } from './html-attributes.ts';
import { contentReader, isScript } from './html-contents.ts';
import { rawOffsets } from './html-entities.ts';
import { inAttribute, type Reading, type Reference, type RunTimePath, shift } from './reference.ts';
import { findRunTimePath } from './run-time-paths.ts';

type Node = DefaultTreeAdapterTypes.Node;
type Parsed = DefaultTreeAdapterTypes.Element;

/**
 * Reads a document. Any text is HTML, but the scripts and styles in it may be wrong.
 * @throws the error of the script, style or import map that cannot be read.
 */
export function readHtml(text: string): Reading {
  const references: Reference[] = [];
  let base: string | undefined;
  let runTimePath: RunTimePath | undefined;
  // Not by recursion: a document may be nested deeper than calls can be.
  const waiting: Node[] = [parse(text, { sourceCodeLocationInfo: true, scriptingEnabled: false })];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    readNode(node);
    if ('content' in node) waiting.push(node.content);
    if ('childNodes' in node) for (const child of node.childNodes.toReversed()) waiting.push(child);
  }
  references.sort((a, b) => a.start - b.start);
  return {
    references,
    ...(base !== undefined && { base }),
    ...(runTimePath && { runTimePath }),
  };

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
      const found = readValue(element, name, value);
      if (found.length === 0) continue;
      const raw = text.slice(place.startOffset, place.endOffset);
      const [opening = ''] = /^[^=]*=\s*["']?/.exec(raw) ?? [];
      const isQuoted = /["']$/.test(opening);
      const offsets = rawOffsets(raw.slice(opening.length, isQuoted ? -1 : undefined), value);
      const start = place.startOffset + opening.length;
      const offsetOf = (at: number) => start + (offsets?.[at] ?? at);
      references.push(...found.map((each) => inAttribute(each, offsetOf)));
      if (element.name === 'script' && name === 'data-main') {
        runTimePath ??= { sign: 'data-main', start };
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
      const start = place.startOffset + opening.length;
      references.push(...shift(read(content), start));
      const path = isScript(toElement(node)) ? findRunTimePath(content) : undefined;
      if (path) runTimePath ??= { ...path, start: start + path.start };
    }
  }

  /** `<?xml-stylesheet href="…"?>`, which an HTML parser takes for a comment. */
  function readInstruction(node: DefaultTreeAdapterTypes.CommentNode): void {
    const [all, url] = /^\?xml-stylesheet\s.*?\bhref=["']([^"']*)/s.exec(node.data) ?? [];
    const place = node.sourceCodeLocation;
    if (!all || !url || !place) return;
    const start = text.indexOf(all, place.startOffset) + all.length - url.length;
    references.push({ use: 'asset', url, start, end: start + url.length, attributes: 1 });
  }
}

const toElement = ({ tagName, namespaceURI, attrs }: Parsed): Element => ({
  name: tagName,
  isSvg: namespaceURI === html.NS.SVG,
  attributes: Object.fromEntries(attrs.map(({ name, value }) => [name, value])),
});

function readValue(element: Element, name: string, value: string): readonly Reference[] {
  if (name === 'integrity') return readIntegrity(element, value);
  return name === 'srcdoc' ? readSrcdoc(value) : readAttribute(element, name);
}

/** A hash over a file that is collected must be that of what is served in the end. */
function readIntegrity(element: Element, value: string): readonly Reference[] {
  const url = element.attributes[hashedAttribute(element) ?? ''];
  return url ? [{ use: 'integrity', url, start: 0, end: value.length }] : [];
}

/** The document within an attribute, whose addresses have the base of the outer document (HTML §4.8.5). */
function readSrcdoc(value: string): readonly Reference[] {
  const { references, base } = readHtml(value);
  return base === undefined ? references : references.map((each) => ({ base, ...each }));
}
