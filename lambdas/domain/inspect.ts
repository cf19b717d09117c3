// From stored bytes to evidence. Pure: no verdict here, and nothing is trusted but the bytes.
import { fileTypeFromTokenizer } from 'file-type';
import { canonicalType, isTextType } from './content-types.ts';
import { lookCloser } from './formats/look-closer.ts';
import { RangedTokenizer } from './ranged-tokenizer.ts';
import { HEAD_MAX_BYTES, OutOfBudget, type StoredBytes } from './stored-bytes.ts';
import type { Evidence, TextEvidence } from './verdict.ts';

/** Observes an object. Never throws, whatever the bytes: what cannot be read carries no mark. */
export async function inspect(bytes: StoredBytes): Promise<Evidence> {
  try {
    const head = await bytes.read(0, HEAD_MAX_BYTES);
    const detectedType = await detectType(bytes);
    const isBinary = detectedType !== undefined && !isMarkedText(detectedType);
    const text: TextEvidence = isBinary
      ? { kind: 'binary' }
      : readText(head, head.byteLength < bytes.size);
    const found = { size: bytes.size, detectedType, text };
    if (detectedType === undefined) return found;
    return { ...found, ...(await lookCloser(detectedType, bytes).catch(unread)) };
  } catch {
    return { size: bytes.size, text: { kind: 'binary' } };
  }
}

async function detectType(bytes: StoredBytes): Promise<string | undefined> {
  const mark = await fileTypeFromTokenizer(new RangedTokenizer(bytes)).catch(() => undefined);
  return mark && canonicalType(mark.mime);
}

const unread = (error: unknown): Partial<Evidence> => {
  if (error instanceof OutOfBudget) return { isPartlyRead: true };
  throw error;
};

// Formats that carry a mark of their own and are text nevertheless: they must be read for active content too.
const isMarkedText = (type: string): boolean =>
  isTextType(type) || type === 'application/xml' || type === 'image/svg+xml';

/** Reads bytes as UTF-8 text; `isCut` when more bytes follow, so that the last character may be incomplete. */
export function readText(bytes: Uint8Array, isCut: boolean): TextEvidence {
  const text = decodeText(bytes, isCut);
  if (text === undefined) return { kind: 'binary' };
  const looksLike = findActiveContent(text);
  if (looksLike) return { kind: 'active', looksLike };
  // UTF-16 is decoded only to recognise what a browser would recognise; as text only UTF-8 is accepted.
  return hasUtf16Mark(bytes) ? { kind: 'binary' } : { kind: 'plain' };
}

const hasUtf16Mark = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);

function decodeText(bytes: Uint8Array, isCut: boolean): string | undefined {
  const encoding = hasUtf16Mark(bytes) ? (bytes[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: isCut });
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

// Browsers sniff HTML by these opening tags (WHATWG MIME Sniffing, section 7.1), anywhere leading space and comments allow.
const htmlOpening =
  /^<(?:!doctype\s+html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|meta|link|base|form|img|object|embed|template|math|input|video|audio)\b/i;

// Comments, processing instructions and doctypes that may stand before the first element.
const prologue = /^(?:<!--[\s\S]*?(?:-->|$)|<\?[\s\S]*?(?:\?>|$)|<!doctype\s+(?!html)[^>]*>)/i;

function findActiveContent(text: string): 'HTML' | 'SVG' | 'XML' | 'script' | undefined {
  let rest = text.replace(/^\ufeff/, '');
  if (/^\s*(?:#!|<\?(?:php\b|=))/i.test(rest)) return 'script';
  let sawXml = false;
  for (;;) {
    rest = rest.trimStart();
    const skipped = prologue.exec(rest);
    if (!skipped) break;
    if (!skipped[0].startsWith('<!--')) sawXml = true;
    rest = rest.slice(skipped[0].length);
  }
  if (/^<(?:[\w-]+:)?svg\b/i.test(rest)) return 'SVG';
  if (htmlOpening.test(rest)) return 'HTML';
  if (sawXml || /^<[a-z_][\w.-]*(?:\s[^<>]*)?\/?>/i.test(rest)) return 'XML';
  // A head that is nothing but comments hides what follows it; no honest text starts so.
  return rest === '' && /^\s*<!--/.test(text) ? 'HTML' : undefined;
}
