// Scans one start tag of XML: its name and attributes as they are written (XML 1.0, section 3.1).
import { FormatError } from '../evidence.ts';

/** An attribute as written. */
export interface RawAttribute {
  readonly name: string;
  readonly value: string;
}

/** A start tag as written, and where it ends. */
export interface RawTag {
  readonly name: string;
  readonly attributes: readonly RawAttribute[];
  /** Whether it is an end tag as well: `<a/>`. */
  readonly isEmpty: boolean;
  readonly end: number;
}

/** More attributes than any program writes on one element. */
const ATTRIBUTES_MAX = 5_000;

const EQUALS = 0x3d;
const GREATER = 0x3e;
const SLASH = 0x2f;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;

const isSpace = (code: number): boolean =>
  code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

/** Letters, digits and what else ASCII has in names; beyond ASCII everything that is not blank. */
const nameCharacters = new Uint8Array(128);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:.-') {
  nameCharacters[character.charCodeAt(0)] = 1;
}

function nameEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code < 128 ? nameCharacters[code] === 0 : code === 0x2028 || code === 0x85 || code === 0xa0)
      break;
    at += 1;
  }
  return at;
}

/** Names that were checked before: documents repeat few. */
const checked = new Set<string>();
const CHECKED_MAX = 5_000;

function checkName(text: string, start: number, end: number): string {
  const name = text.slice(start, end);
  if (checked.has(name)) return name;
  const first = name.charCodeAt(0);
  const isName = end > start && !isDigit(first) && first !== 0x2d && first !== 0x2e;
  const colon = name.indexOf(':');
  const isQualified = colon > 0 && colon < name.length - 1 && !name.includes(':', colon + 1);
  if (!isName || (colon >= 0 && !isQualified)) throw malformed('has a tag without a valid name');
  if (checked.size < CHECKED_MAX && name.length < 64) checked.add(name);
  return name;
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

const none: readonly RawAttribute[] = [];

/** Scans the start tag whose name begins at an offset; undefined when the text ends before the tag does. */
export function scanTag(text: string, start: number): RawTag | undefined {
  let at = nameEnd(text, start);
  if (at >= text.length) return undefined;
  const name = checkName(text, start, at);
  const first = text.charCodeAt(at);
  if (first === GREATER) return { name, attributes: none, isEmpty: false, end: at + 1 };
  const attributes: RawAttribute[] = [];
  for (;;) {
    const before = at;
    while (isSpace(text.charCodeAt(at))) at += 1;
    if (at >= text.length) return undefined;
    const code = text.charCodeAt(at);
    if (code === GREATER) return { name, attributes, isEmpty: false, end: at + 1 };
    if (code === SLASH) {
      if (at + 1 >= text.length) return undefined;
      if (text.charCodeAt(at + 1) !== GREATER) throw malformed('has a / inside a tag');
      return { name, attributes, isEmpty: true, end: at + 2 };
    }
    if (at === before) throw malformed('has attributes without a blank between them');
    const scanned = scanAttribute(text, at);
    if (!scanned) return undefined;
    attributes.push(scanned.attribute);
    if (attributes.length > ATTRIBUTES_MAX) {
      throw new FormatError(
        'unreadable',
        `It has an element with more than ${ATTRIBUTES_MAX} attributes.`,
      );
    }
    at = scanned.end;
  }
}

function scanAttribute(
  text: string,
  start: number,
): { readonly attribute: RawAttribute; readonly end: number } | undefined {
  const end = nameEnd(text, start);
  if (end >= text.length) return undefined;
  const name = checkName(text, start, end);
  let at = end;
  while (isSpace(text.charCodeAt(at))) at += 1;
  if (at >= text.length) return undefined;
  if (text.charCodeAt(at) !== EQUALS) throw malformed('has an attribute without a value');
  at += 1;
  while (isSpace(text.charCodeAt(at))) at += 1;
  if (at >= text.length) return undefined;
  const quote = text.charCodeAt(at);
  if (quote !== QUOTE && quote !== APOSTROPHE) throw malformed('has a value without quotes');
  const close = text.indexOf(quote === QUOTE ? '"' : "'", at + 1);
  if (close < 0) return undefined;
  const value = text.slice(at + 1, close);
  if (value.includes('<')) throw malformed('has a < inside a value');
  return { attribute: { name, value }, end: close + 1 };
}

const malformed = (what: string): FormatError =>
  new FormatError('contradictory', `It is XML that ${what}.`);
