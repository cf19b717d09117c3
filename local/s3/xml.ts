// XML in and out: request documents are read with fast-xml-parser, answers are written here.
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { S3Error } from './errors.ts';

/** What an element may hold: text, children by name, or the same element several times. */
export type XmlContent =
  | string
  | number
  | boolean
  | undefined
  | { readonly [name: string]: XmlContent }
  | readonly XmlContent[];

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** Writes one document in S3's namespace. Undefined elements are left out; arrays repeat. */
export function toXml(root: string, content: { readonly [name: string]: XmlContent }): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${NAMESPACE}">${body(content)}</${root}>`;
}

/** Writes one document without a namespace, as S3 does for errors and POST responses. */
export function toPlainXml(root: string, content: { readonly [name: string]: XmlContent }): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}>${body(content)}</${root}>`;
}

function body(content: XmlContent): string {
  if (content === undefined) return '';
  if (typeof content !== 'object') return escapeText(String(content));
  return Object.entries(content)
    .map(([name, value]) => {
      if (value === undefined) return '';
      const all: readonly XmlContent[] = Array.isArray(value) ? value : [value];
      return all.map((one) => `<${name}>${body(one)}</${name}>`).join('');
    })
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Control characters are written as references: not valid XML 1.0, but what S3 answers too. */
function escapeText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to escape
  return text.replace(/[&<>"\u0000-\u0008\u000b-\u001f]/g, (character) => {
    return ENTITIES[character] ?? `&#${character.charCodeAt(0)};`;
  });
}

/** An element of a request document, read by name and never by position. */
export interface XmlElement {
  text(name: string): string | undefined;
  all(name: string): XmlElement[];
  texts(name: string): string[];
}

/** Where the parser puts text that stands beside elements. */
const TEXT = '#text';

const parser = new XMLParser({
  textNodeName: TEXT,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  trimValues: false,
  removeNSPrefix: true,
  htmlEntities: true,
});

/** The elements that a document may hold, by name; one whose name ends in `*` may stand several times. */
export interface XmlShape {
  readonly [name: string]: XmlShape | 'text';
}

/** Reads a request document. Throws MalformedXML unless it is well-formed, rooted in `root` and of this shape. */
export function parseXml(text: string, root: string, shape: XmlShape): XmlElement {
  if (XMLValidator.validate(text) !== true) throw new S3Error('MalformedXML');
  const document = parser.parse(text) as Record<string, unknown>;
  if (!(root in document)) throw new S3Error('MalformedXML');
  requireShape(document[root], shape);
  return elementOf(document[root]);
}

/** S3 holds documents against its schema, so that an element which it does not know is never ignored. */
function requireShape(node: unknown, shape: XmlShape | 'text'): void {
  if (shape === 'text' && typeof node === 'string') return;
  const children = typeof node === 'string' ? { [TEXT]: node } : node;
  if (shape === 'text' || typeof children !== 'object' || children === null) {
    throw new S3Error('MalformedXML');
  }
  for (const [name, value] of Object.entries(children)) {
    const elements: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (name === TEXT && elements.every((each) => String(each).trim() === '')) continue;
    const several = Object.hasOwn(shape, `${name}*`) ? shape[`${name}*`] : undefined;
    const one = Object.hasOwn(shape, name) && elements.length === 1 ? shape[name] : undefined;
    const known = several ?? one;
    if (known === undefined) throw new S3Error('MalformedXML');
    for (const element of elements) requireShape(element, known);
  }
}

function elementOf(node: unknown): XmlElement {
  const children = typeof node === 'object' && node !== null ? node : {};
  const list = (name: string): unknown[] => {
    const value = (children as Record<string, unknown>)[name];
    return value === undefined ? [] : Array.isArray(value) ? value : [value];
  };
  const texts = (name: string) => list(name).filter((value) => typeof value === 'string');
  return { text: (name) => texts(name)[0], all: (name) => list(name).map(elementOf), texts };
}
