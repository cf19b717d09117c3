// Markup that a text begins with: what a browser would make of it, even behind blanks, comments or another encoding.
import { decodeUtf7 } from './utf7.ts';

/** What markup is, as people call it. */
export type MarkupKind = 'HTML' | 'SVG' | 'XML' | 'PHP';

/** Markup at the beginning of a text. */
export interface Markup {
  readonly kind: MarkupKind;
  /** Whether the text as a whole is a document, by its doctype, declaration or root element; not only a tag before prose. */
  readonly isDocument: boolean;
}

/** Elements that browsers take for HTML when a text begins with one (WHATWG MIME Sniffing, section 7.1). */
const sniffedElements: ReadonlySet<string> = new Set(
  'html head script iframe h1 div font table a style title b body br p'.split(' '),
);
/** Further elements of HTML, which count when they have an attribute: alone they are words in angle brackets. */
const otherElements: ReadonlySet<string> = new Set(
  'audio applet base button details embed form frameset img input isindex keygen link marquee math meta noscript object select template textarea video'.split(
    ' ',
  ),
);
/** Elements that make a document of a text, even where other tags may stand before prose, as in Markdown. */
const documentElements: ReadonlySet<string> = new Set('html head body frameset script'.split(' '));

/**
 * Finds the markup that a text begins with; undefined for text that only has words in angle brackets, such as `<alice> hi`.
 * `isCut` when more text follows than was read.
 */
export function findMarkup(text: string, isCut: boolean): Markup | undefined {
  const start = decodeUtf7(text.replace(/^[\ufeff\s]+/, ''));
  if (isWebPage(start)) return { kind: 'HTML', isDocument: true };
  const { at, isDeclared, doctype } = skipPrologue(start);
  if (doctype === 'html') return { kind: 'HTML', isDocument: true };
  const tag = tagAt(start, at);
  // What declares itself is XML, whatever its elements are called; XHTML is a page.
  if (/^<\?xml\s/.test(start) && tag?.name !== 'html' && tag?.localName !== 'svg') {
    return { kind: 'XML', isDocument: true };
  }
  if (tag && hidesHtml(start, tag)) return { kind: 'HTML', isDocument: true };
  if (tag?.localName === 'svg') return { kind: 'SVG', isDocument: true };
  if (tag && isHtml(tag)) return { kind: 'HTML', isDocument: documentElements.has(tag.name) };
  if (isDeclared || doctype !== undefined) return { kind: 'XML', isDocument: true };
  if (tag && isRoot(tag, start, isCut)) return { kind: 'XML', isDocument: true };
  // Markdown may begin with a comment; comments that are all there is can hide what follows them.
  return at >= start.length && start !== '' ? { kind: 'HTML', isDocument: isCut } : undefined;
}

/** Elements of other names that may stand before one of HTML's. */
const MAX_LEADING_TAGS = 100;

/** Whether HTML follows directly behind elements of other names, as in `<x-y><script>`; behind a name in prose, prose follows. */
function hidesHtml(text: string, first: Tag): boolean {
  let tag: Tag | undefined = first;
  for (let count = 0; tag && count < MAX_LEADING_TAGS; count += 1) {
    if (isHtml(tag)) return count > 0;
    if (tag.localName === 'svg') return false;
    tag = tagAt(text, skipPrologue(text, tag.end).at);
  }
  return false;
}

interface Tag {
  /** Lower case, with its prefix. */
  readonly name: string;
  readonly localName: string;
  /** As it is written. */
  readonly raw: string;
  /** What stands between the name and the bracket. */
  readonly attributes: string;
  readonly isEmpty: boolean;
  /** Where the text continues after the bracket. */
  readonly end: number;
}

const isHtml = ({ name, attributes }: Tag): boolean =>
  sniffedElements.has(name) || (otherElements.has(name) && attributes.includes('='));

/** Whether an element that is none of HTML's is the root of a document: it names its vocabulary, or ends where the text ends. */
function isRoot({ raw, attributes, isEmpty, end }: Tag, text: string, isCut: boolean): boolean {
  if (attributes.includes('xmlns')) return true;
  if (isCut) return false;
  return isEmpty ? text.slice(end).trim() === '' : text.trimEnd().endsWith(`</${raw}>`);
}

const NAME = /[A-Za-z_][\w.:-]*/y;

/** The start tag at this place, as far as it is one: what ends its name must be what ends a tag's name. */
function tagAt(text: string, at: number): Tag | undefined {
  if (text[at] !== '<') return undefined;
  NAME.lastIndex = at + 1;
  const raw = NAME.exec(text)?.[0];
  if (raw === undefined) return undefined;
  const nameEnd = at + 1 + raw.length;
  if (nameEnd < text.length && !/[\s/>]/.test(text.charAt(nameEnd))) return undefined;
  const close = text.indexOf('>', nameEnd);
  const end = close < 0 ? text.length : close;
  const name = raw.toLowerCase();
  return {
    name,
    localName: name.slice(name.indexOf(':') + 1),
    raw,
    attributes: text.slice(nameEnd, end),
    isEmpty: text[end - 1] === '/',
    end: end + 1,
  };
}

/** Skips blanks, comments, processing instructions, doctypes and end tags, none of which opens an element. */
function skipPrologue(text: string, from = 0) {
  let at = from;
  let isDeclared = false;
  let doctype: string | undefined;
  for (;;) {
    while (at < text.length && /\s/.test(text.charAt(at))) at += 1;
    const next = text.slice(at, at + 9).toLowerCase();
    if (next.startsWith('<!--')) {
      at = commentEnd(text, at);
    } else if (next.startsWith('<!doctype')) {
      DOCTYPE_NAME.lastIndex = at + 9;
      doctype ??= DOCTYPE_NAME.exec(text)?.[0].trim().toLowerCase() ?? '';
      at = behind(text, '>', at);
    } else if (next.startsWith('<?')) {
      isDeclared = true;
      at = behind(text, '?>', at);
    } else if (/^<(?:!|\/[a-z])/.test(next)) {
      // Both are comments to a browser, or nothing at all; `</3` and `<!channel>` in prose are followed by prose.
      at = behind(text, '>', at);
    } else {
      return { at, isDeclared, doctype };
    }
  }
}

const DOCTYPE_NAME = /\s*[\w.:-]+/y;

/** Where a comment ends as HTML ends them (WHATWG HTML, section 13.2.5.43), which is not where XML does. */
function commentEnd(text: string, at: number): number {
  if (text.startsWith('>', at + 4)) return at + 5;
  if (text.startsWith('->', at + 4)) return at + 6;
  for (let dashes = text.indexOf('--', at + 4); dashes >= 0; ) {
    if (text.startsWith('>', dashes + 2)) return dashes + 3;
    if (text.startsWith('!>', dashes + 2)) return dashes + 4;
    dashes = text.indexOf('--', dashes + 1);
  }
  return text.length;
}

function behind(text: string, mark: string, at: number): number {
  const found = text.indexOf(mark, at);
  return found < 0 ? text.length : found + mark.length;
}

/** How many lines of a header are read: mail programs write some dozens. */
const HEADER_MAX_LINES = 200;

/** Whether text is a page with the header of a mail: a page saved with all that belongs to it (RFC 2557). */
function isWebPage(text: string): boolean {
  let from = 0;
  for (let line = 0; line < HEADER_MAX_LINES && from < text.length; line += 1) {
    const end = text.indexOf('\n', from);
    const whole = text.slice(from, end < 0 ? text.length : end).trimEnd();
    // The header ends at a blank line, and a line that is no field ends it too.
    if (whole === '' || !/^(?:[\w-]{1,80}:|[ \t])/.test(whole)) return false;
    if (/^content-type:\s*(?:multipart\/related|text\/html)/i.test(whole)) return true;
    if (end < 0) return false;
    from = end + 1;
  }
  return false;
}
