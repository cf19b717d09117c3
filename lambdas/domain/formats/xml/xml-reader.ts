// A strict reader of XML 1.0 with namespaces: text in chunks of any size in, elements and text out, in constant memory.
import { FormatError } from '../evidence.ts';
import { Namespaces } from './namespaces.ts';
import { REFERENCE_MAX_CHARACTERS, resolveReferences } from './references.ts';
import { type RawAttribute, scanTag } from './scan-tag.ts';

/** Nesting that no program writes; each level costs memory. */
export const DEPTH_MAX = 2_000;
/** Longest tag with its attributes, in characters: charts keep some pictures in attributes. */
const TAG_MAX_CHARACTERS = 4 * 1024 ** 2;

/** An attribute with its references resolved. */
export interface XmlAttribute {
  readonly local: string;
  readonly uri: string;
  readonly value: string;
}

/** An element as its start tag says. */
export interface XmlElement {
  readonly local: string;
  /** Namespace; empty when it has none. */
  readonly uri: string;
  readonly attributes: readonly XmlAttribute[];
}

/** What a caller of the reader receives, in document order. */
export interface XmlHandler {
  readonly open: (element: XmlElement) => void;
  readonly close?: ((local: string, uri: string) => void) | undefined;
  /** Text inside the root element, in pieces. */
  readonly text?: ((text: string) => void) | undefined;
  /** A document type declaration without an internal subset; without a handler every one is a flaw. */
  readonly allowsDoctype?: ((declaration: string) => boolean) | undefined;
}

/** Markup that may be of any length and is skipped, by how it ends. */
type Skipped = '-->' | ']]>' | '?>';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is searched for
const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

/** Reads one document. @throws FormatError when it is not well-formed, has a DTD, or exceeds a limit */
export class XmlReader {
  readonly #handler: XmlHandler;
  readonly #namespaces = new Namespaces();
  /** Names of the open elements as written, with their local names. */
  readonly #open: { readonly name: string; readonly local: string; readonly uri: string }[] = [];
  #pending = '';
  #skipping: Skipped | undefined;
  #hasRoot = false;
  #isAtStart = true;

  constructor(handler: XmlHandler) {
    this.#handler = handler;
  }

  /** Reads the next piece of the document. */
  write(chunk: string): void {
    if (forbidden.test(chunk)) throw malformed('has a control character');
    this.#read(this.#pending + chunk, false);
  }

  /** Ends the document. */
  end(): void {
    this.#read(this.#pending, true);
    if (this.#skipping || this.#open.length > 0 || !this.#hasRoot) throw malformed('ends early');
  }

  #read(text: string, isLast: boolean): void {
    let at = 0;
    while (at < text.length) {
      const next = this.#skipping ? this.#skip(text, at) : this.#token(text, at, isLast);
      if (next === undefined) break;
      at = next;
    }
    this.#pending = text.slice(at);
    if (this.#pending.length > TAG_MAX_CHARACTERS) {
      throw new FormatError(
        'unreadable',
        `It has a tag of more than ${TAG_MAX_CHARACTERS} characters.`,
      );
    }
    if (isLast && this.#pending.length > 0) throw malformed('ends inside a tag');
  }

  /** Reads one piece of text or markup and returns where it ends; undefined when more of it is needed. */
  #token(text: string, at: number, isLast: boolean): number | undefined {
    if (text.charCodeAt(at) !== 0x3c) return this.#text(text, at, isLast);
    if (at + 1 >= text.length) return undefined;
    const kind = text.charCodeAt(at + 1);
    const next =
      kind === 0x2f
        ? this.#endTag(text, at)
        : kind === 0x21
          ? this.#declaration(text, at)
          : kind === 0x3f
            ? this.#instruction(text, at)
            : this.#startTag(text, at);
    if (next !== undefined) this.#isAtStart = false;
    return next;
  }

  #text(text: string, at: number, isLast: boolean): number | undefined {
    const tag = text.indexOf('<', at);
    let end = tag < 0 ? text.length : tag;
    if (tag < 0 && !isLast) {
      // A reference or the end of a CDATA section may be cut in two.
      const reference = text.lastIndexOf('&');
      if (
        reference >= at &&
        end - reference <= REFERENCE_MAX_CHARACTERS &&
        !text.includes(';', reference)
      ) {
        end = reference;
      } else if (text.charCodeAt(end - 1) === 0x5d) {
        end = text.charCodeAt(end - 2) === 0x5d ? Math.max(at, end - 2) : end - 1;
      }
      if (end <= at) return undefined;
    }
    const piece = text.slice(at, end);
    this.#isAtStart = false;
    if (this.#open.length === 0) {
      // The text before and after the root element is white space.
      if (/[^ \t\r\n]/.test(piece)) throw malformed('has text outside its root element');
      return end;
    }
    if (piece.length > 2 && piece.includes(']]>')) throw malformed('has "]]>" in its text');
    if (this.#handler.text) this.#handler.text(resolveReferences(piece));
    else if (piece.includes('&')) resolveReferences(piece);
    return end;
  }

  #startTag(text: string, at: number): number | undefined {
    const tag = scanTag(text, at + 1);
    if (!tag) return undefined;
    if (this.#open.length === 0 && this.#hasRoot) throw malformed('has two root elements');
    if (this.#open.length >= DEPTH_MAX) {
      throw new FormatError('unreadable', `Its elements are nested more than ${DEPTH_MAX} deep.`);
    }
    this.#hasRoot = true;
    const depth = this.#open.length + 1;
    const colon = tag.name.indexOf(':');
    const local = colon < 0 ? tag.name : tag.name.slice(colon + 1);
    if (tag.attributes.length > 0) this.#bind(tag.attributes, depth);
    const uri = this.#namespaces.resolve(colon < 0 ? '' : tag.name.slice(0, colon));
    const attributes = tag.attributes.length > 0 ? this.#attributes(tag.attributes) : noAttributes;
    this.#handler.open({ local, uri, attributes });
    if (tag.isEmpty) {
      this.#namespaces.leave(depth);
      this.#handler.close?.(local, uri);
    } else {
      this.#open.push({ name: tag.name, local, uri });
    }
    return tag.end;
  }

  #bind(attributes: readonly RawAttribute[], depth: number): void {
    for (const { name, value } of attributes) {
      if (!name.startsWith('xmlns')) continue;
      if (name.length === 5) this.#namespaces.bind('', resolveReferences(value), depth);
      else if (name.charCodeAt(5) === 0x3a) {
        this.#namespaces.bind(name.slice(6), resolveReferences(value), depth);
      }
    }
  }

  #attributes(raw: readonly RawAttribute[]): readonly XmlAttribute[] {
    const seen = raw.length > 1 ? new Set<string>() : undefined;
    return raw.map(({ name, value }) => {
      const colon = name.indexOf(':');
      const local = colon < 0 ? name : name.slice(colon + 1);
      const prefix = colon < 0 ? '' : name.slice(0, colon);
      const uri = prefix === '' || prefix === 'xmlns' ? prefix : this.#namespaces.resolve(prefix);
      const key = uri === '' ? local : `${uri} ${local}`;
      if (seen?.has(key)) throw malformed(`has the attribute ${JSON.stringify(name)} twice`);
      seen?.add(key);
      return { local, uri, value: resolveReferences(value) };
    });
  }

  #endTag(text: string, at: number): number | undefined {
    const end = text.indexOf('>', at);
    if (end < 0) return undefined;
    const open = this.#open.pop();
    if (!open || text.slice(at + 2, end).trimEnd() !== open.name) {
      throw malformed('has an end tag without its start');
    }
    this.#namespaces.leave(this.#open.length + 1);
    this.#handler.close?.(open.local, open.uri);
    return end + 1;
  }

  #declaration(text: string, at: number): number | undefined {
    if (text.startsWith('<!--', at)) return this.#beginSkipping('-->', at + 4);
    if (text.startsWith('<![CDATA[', at) && this.#open.length > 0) {
      return this.#beginSkipping(']]>', at + 9);
    }
    if (text.startsWith('<!DOCTYPE', at)) return this.#doctype(text, at);
    if (text.length - at < 9) return undefined;
    throw malformed('has a declaration outside a DTD');
  }

  #doctype(text: string, at: number): number | undefined {
    const end = text.indexOf('>', at);
    if (end < 0 && text.length - at < 1024) return undefined;
    const declaration = text.slice(at, end + 1);
    const isAllowed = !this.#hasRoot && !declaration.includes('[');
    if (end < 0 || !isAllowed || !this.#handler.allowsDoctype?.(declaration)) {
      throw new FormatError(
        'unreadable',
        'It has a document type definition, which may change its content.',
      );
    }
    return end + 1;
  }

  #instruction(text: string, at: number): number | undefined {
    if (text.length - at < 6) return undefined;
    if (/^<\?xml[\s?]/i.test(text.slice(at, at + 6))) {
      if (!this.#isAtStart) throw malformed('has an XML declaration that is not at its start');
      const end = text.indexOf('?>', at);
      if (end < 0) return undefined;
      if (/\sversion\s*=\s*["']1\.[^0]/.test(text.slice(at, end))) {
        throw new FormatError('unreadable', 'It is XML of a version that is not supported.');
      }
    }
    return this.#beginSkipping('?>', at + 2);
  }

  #beginSkipping(until: Skipped, at: number): number {
    this.#skipping = until;
    return at;
  }

  /** Skips comments and instructions; the text of a CDATA section is text. */
  #skip(text: string, at: number): number | undefined {
    const until = this.#skipping ?? '?>';
    const end = text.indexOf(until, at);
    const stop = end < 0 ? Math.max(at, text.length - (until.length - 1)) : end;
    if (until === ']]>' && stop > at) this.#handler.text?.(text.slice(at, stop));
    if (until === '-->') {
      const dashes = text.indexOf('--', at);
      if (dashes >= 0 && dashes < stop) throw malformed('has "--" in a comment');
    }
    if (end < 0) return stop > at ? stop : undefined;
    this.#skipping = undefined;
    return end + until.length;
  }
}

const noAttributes: readonly XmlAttribute[] = [];

const malformed = (what: string): FormatError =>
  new FormatError('contradictory', `It is XML that ${what}.`);
