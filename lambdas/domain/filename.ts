// Filenames are untrusted text of the uploader: cleaned once, stored in the record, used only for Content-Disposition.
import { invalid } from './errors.ts';
import { extensionIn } from './file-extensions.ts';

/** Longest filename in bytes of UTF-8, what common file systems hold. */
export const MAX_FILENAME_BYTES = 255;

/** Longest ending, in bytes of UTF-8 with its dot, that counts as an extension when a name is shortened. */
const MAX_EXTENSION_BYTES = 32;

// Control characters, and the marks that reorder text so that `exe.jpg` is read where `gpj.exe` stands (Unicode UAX #9).
const unsafe = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]/gu;
const loneSurrogate = /\p{Cs}/gu;

/**
 * Normalises a claimed filename: last path segment only, NFC, without control or bidi characters, shortened to 255 bytes
 * with its extension kept. Refuses with `invalid_request` what is empty then.
 */
export function normaliseFilename(claimed: string): string {
  const lastSegment = claimed.split(/[/\\]/).at(-1) ?? '';
  const name = fitted(withoutUnsafe(lastSegment).normalize('NFC').trim());
  if (name === '' || name === '.' || name === '..') {
    throw invalid('filename', 'has no name left after path and control characters are removed.');
  }
  return name;
}

/** A text without control and bidi characters; half of a surrogate pair becomes the replacement character. */
export const withoutUnsafe = (text: string): string =>
  text.replace(unsafe, '').replace(loneSurrogate, '\ufffd');

function fitted(name: string): string {
  const extension = byteLength(extensionIn(name)) <= MAX_EXTENSION_BYTES ? extensionIn(name) : '';
  const stem = name.slice(0, name.length - extension.length);
  return shorten(stem, MAX_FILENAME_BYTES - byteLength(extension)) + name.slice(stem.length);
}

const utf8 = new TextEncoder();

/** Length of a text in bytes of UTF-8. */
export const byteLength = (text: string): number => utf8.encode(text).byteLength;

/**
 * The beginning of a text that fits into `maxBytes` of UTF-8, cut between two characters as a person sees them (extended
 * grapheme clusters, Unicode UAX #29), without blanks and dots at its end. A first character that alone is longer is cut
 * between code points.
 */
export function shorten(text: string, maxBytes: number): string {
  if (byteLength(text) <= maxBytes) return text;
  // Made here, because Node takes ten milliseconds for it, and hardly any name is so long.
  const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
  // No character is shorter than a byte, so that what lies further back is never read.
  const start = text.slice(0, maxBytes + 1);
  return (
    fitting(graphemes.segment(start), maxBytes) ||
    fitting(
      Array.from(start, (segment) => ({ segment })),
      maxBytes,
    )
  );
}

function fitting(segments: Iterable<{ readonly segment: string }>, maxBytes: number): string {
  let kept = '';
  let bytes = 0;
  for (const { segment } of segments) {
    bytes += byteLength(segment);
    if (bytes > maxBytes) break;
    kept += segment;
  }
  return trimEnd(kept);
}

/** Full stops as Latin, East Asian and half-width scripts write them: some systems store each as the Latin one. */
const blankOrStop = /[\s\u200b.\uff0e\u3002\uff61\u2024]/u;

/** A text without blanks and full stops at its end, which Windows does not store (Win32 file namespaces). */
export function trimEnd(text: string): string {
  let end = text.length;
  // The text before the first character is empty: it is neither a blank nor a full stop.
  while (blankOrStop.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
