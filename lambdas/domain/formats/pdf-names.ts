// What a PDF's names announce: a name and the token that follows it tell an action from a word (ISO 32000-2 §7.3.5).
import { Flawed } from './evidence.ts';

/** What was found in some stretch of a PDF. */
export interface PdfFindings {
  hasJavaScript: boolean;
  hasLaunchAction: boolean;
  hasEmbeddedFiles: boolean;
  isEncrypted: boolean;
}

type Finding = keyof PdfFindings;

const SLASH = 0x2f;
const HASH = 0x23;
const PERCENT = 0x25;
const LESS_THAN = 0x3c;
const OPEN_ARRAY = 0x5b;
/** The longest name that is looked for, each of its characters written as `#xx`. */
const NAME_MAX_BYTES = 3 * 20;
/** Bytes skipped in all; an honest file has a space or two after a name. */
const MAX_STEPS = 2 * 1024 * 1024;

/** Names whose value is a name: what an action does, what an annotation is. */
const byValue: Readonly<Record<string, Readonly<Record<string, Finding>>>> = {
  S: {
    JavaScript: 'hasJavaScript',
    Launch: 'hasLaunchAction',
    Rendition: 'hasJavaScript',
    RichMediaExecute: 'hasJavaScript',
  },
  Subtype: { RichMedia: 'hasJavaScript', FileAttachment: 'hasEmbeddedFiles' },
  Type: { EmbeddedFile: 'hasEmbeddedFiles' },
};

/** Names that say it by having a dictionary or a reference for value; XFA may have an array. */
const byKey: Readonly<Record<string, Finding>> = {
  JavaScript: 'hasJavaScript',
  // A form in XML brings scripts of its own.
  XFA: 'hasJavaScript',
  EmbeddedFiles: 'hasEmbeddedFiles',
  EF: 'hasEmbeddedFiles',
  Encrypt: 'isEncrypted',
  // What an action does may be told elsewhere, which honest programs do not do.
  S: 'hasLaunchAction',
};

/** Looks at every name in these bytes, escapes resolved, and notes what it announces. One pass; throws `Flawed`. */
export function findNames(bytes: Uint8Array, found: PdfFindings): void {
  const effort = { steps: 0 };
  for (let at = bytes.indexOf(SLASH); at >= 0; at = bytes.indexOf(SLASH, at + 1)) {
    const { name, end } = readName(bytes, at + 1);
    const isKnown = Object.hasOwn(byValue, name) || Object.hasOwn(byKey, name);
    if (!isKnown) continue;
    const finding = findingOf(bytes, name, skipSpace(bytes, end, effort));
    if (finding) found[finding] = true;
  }
}

function findingOf(bytes: Uint8Array, name: string, at: number): Finding | undefined {
  if (bytes[at] === SLASH) {
    const values = Object.hasOwn(byValue, name) ? byValue[name] : undefined;
    const value = readName(bytes, at + 1).name;
    return values && Object.hasOwn(values, value) ? values[value] : undefined;
  }
  const isAnnounced =
    isReference(bytes, at) ||
    (name !== 'S' && isDictionary(bytes, at)) ||
    (name === 'XFA' && bytes[at] === OPEN_ARRAY);
  return isAnnounced && Object.hasOwn(byKey, name) ? byKey[name] : undefined;
}

function readName(
  bytes: Uint8Array,
  start: number,
): { readonly name: string; readonly end: number } {
  let name = '';
  let at = start;
  while (at < bytes.byteLength && at < start + NAME_MAX_BYTES && !isDelimiter(bytes[at])) {
    const escaped = bytes[at] === HASH ? hexAt(bytes, at + 1) : undefined;
    name += String.fromCharCode(escaped ?? bytes[at] ?? 0);
    at += escaped === undefined ? 1 : 3;
  }
  return { name, end: at };
}

function hexAt(bytes: Uint8Array, at: number): number | undefined {
  const digits = String.fromCharCode(bytes[at] ?? 0, bytes[at + 1] ?? 0);
  return /^[0-9a-f]{2}$/i.test(digits) ? Number.parseInt(digits, 16) : undefined;
}

/** Skips space and comments, however long; comments within comments would make that a walk for ever. */
function skipSpace(bytes: Uint8Array, start: number, effort: { steps: number }): number {
  let isComment = false;
  for (let at = start; at < bytes.byteLength; at += 1) {
    effort.steps += 1;
    if (effort.steps > MAX_STEPS) {
      throw new Flawed('unreadable', 'The PDF has more comments than can be skipped.');
    }
    const byte = bytes[at] ?? 0;
    if (byte === PERCENT) isComment = true;
    else if (byte === 0x0a || byte === 0x0d) isComment = false;
    else if (!isComment && !isSpace(byte)) return at;
  }
  return bytes.byteLength;
}

/** `12 0 R`. */
function isReference(bytes: Uint8Array, at: number): boolean {
  const text = String.fromCharCode(...bytes.subarray(at, at + 24));
  return /^\d{1,10}\s{1,4}\d{1,5}\s{1,4}R/.test(text);
}

const isDictionary = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === LESS_THAN && bytes[at + 1] === LESS_THAN;

const isSpace = (byte: number): boolean =>
  byte === 0x00 ||
  byte === 0x09 ||
  byte === 0x0a ||
  byte === 0x0c ||
  byte === 0x0d ||
  byte === 0x20;

/** Characters that end a name: space, and ( ) < > [ ] { } / %. */
const isDelimiter = (byte: number | undefined): boolean =>
  byte !== undefined && (isSpace(byte) || '()<>[]{}/%'.includes(String.fromCharCode(byte)));
