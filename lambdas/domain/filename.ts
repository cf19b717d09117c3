// Filenames are untrusted words of the uploader: cleaned once, kept in the record, used only for Content-Disposition.
import { invalid } from './errors.ts';

/** Longest filename in bytes of UTF-8, what common file systems hold. */
export const MAX_FILENAME_BYTES = 255;

// Control characters, and the marks that reorder text so that `exe.jpg` is read where `gpj.exe` stands (Unicode UAX #9).
const unsafe = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]/gu;
const loneSurrogate = /\p{Cs}/gu;

/**
 * Normalises a claimed filename: last path segment only, NFC, without control or bidi characters.
 * Refuses with `invalid_request` what is empty then or longer than 255 bytes.
 */
export function normaliseFilename(claimed: string): string {
  const lastSegment = claimed.split(/[/\\]/).at(-1) ?? '';
  const name = lastSegment
    .replace(unsafe, '')
    .replace(loneSurrogate, '\ufffd')
    .normalize('NFC')
    .trim();
  if (name === '' || name === '.' || name === '..') {
    throw invalid('filename', 'has no name left after path and control characters are removed.');
  }
  const bytes = new TextEncoder().encode(name).byteLength;
  if (bytes > MAX_FILENAME_BYTES) {
    throw invalid(
      'filename',
      `is ${bytes} bytes long; send at most ${MAX_FILENAME_BYTES} bytes of UTF-8.`,
    );
  }
  return name;
}
