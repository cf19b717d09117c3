// PDF: what it can do besides being read, as far as a scan within the budget sees.
import type { StoredBytes } from '../stored-bytes.ts';
import { type DocumentEvidence, type Finding, Flawed } from './evidence.ts';
import { endWithoutPadding } from './fields.ts';
import { findNames, type PdfFindings } from './pdf-names.ts';
import { readObjectStreams } from './pdf-object-streams.ts';
import { withFlaw } from './reading.ts';

/** A PDF up to this size is scanned whole, a larger one by its ends: there its catalog and its updates stand. */
const WHOLE_MAX_BYTES = 640 * 1024;
const END_BYTES = 256 * 1024;
/** Readers look for the header in the first KiB and for the end mark in the last (ISO 32000-1, annex H.3). */
const TOLERANCE_BYTES = 1024;

/** Scans a PDF's names, compressed objects included, and checks that it begins and ends as a PDF. */
export async function inspectPdf(bytes: StoredBytes): Promise<DocumentEvidence> {
  const found: PdfFindings = {
    hasJavaScript: false,
    hasLaunchAction: false,
    hasEmbeddedFiles: false,
    isEncrypted: false,
  };
  const isWhollyRead = bytes.size <= WHOLE_MAX_BYTES;
  const rest = await withFlaw(async () => {
    const parts = await readParts(bytes, isWhollyRead);
    const streams = parts.map(readObjectStreams);
    for (const part of parts) findNames(part, found);
    for (const content of streams.flatMap(({ contents }) => contents)) findNames(content, found);
    // Encryption hides the objects' content, and is an answer of its own.
    if (!found.isEncrypted && streams.some(({ areAllRead }) => !areAllRead)) {
      throw new Flawed(
        'unreadable',
        'Some of the PDF’s objects are packed so that they cannot be checked.',
      );
    }
    const [head = new Uint8Array()] = parts;
    const tail = parts.at(-1) ?? head;
    return { leadingBytes: leading(head), trailingBytes: trailing(tail) };
  });
  const findings: Finding[] = [];
  if (found.hasJavaScript) findings.push({ kind: 'script', where: 'the document' });
  if (found.hasLaunchAction) findings.push({ kind: 'launch', where: 'the document' });
  if (found.hasEmbeddedFiles) findings.push({ kind: 'embedded_file', where: 'the document' });
  return { findings, isEncrypted: found.isEncrypted, ...rest };
}

async function readParts(bytes: StoredBytes, isWhollyRead: boolean): Promise<Uint8Array[]> {
  if (isWhollyRead) return [await bytes.read(0, bytes.size)];
  // The end first: it has the latest word on every object, if the budget does not suffice for both.
  const tail = await bytes.read(bytes.size - END_BYTES, END_BYTES);
  return [await bytes.read(0, END_BYTES), tail];
}

/** Bytes before the header, but for space, a byte order mark, and a printer's job header. */
function leading(head: Uint8Array): number {
  const text = Buffer.from(
    head.buffer,
    head.byteOffset,
    Math.min(head.byteLength, 2 * TOLERANCE_BYTES),
  );
  const start = Math.max(0, text.indexOf('%PDF-'));
  const before = text.toString('latin1', 0, start);
  const isHarmless = /^(?:\xef\xbb\xbf)?\s*$/.test(before) || before.startsWith('\x1b%-12345X@PJL');
  return isHarmless ? 0 : start;
}

/** Bytes after the end mark, padding aside, of which readers forgive a few. */
function trailing(tail: Uint8Array): number {
  const end = endWithoutPadding(tail);
  const text = Buffer.from(tail.buffer, tail.byteOffset, end);
  const mark = text.lastIndexOf('%%EOF');
  if (mark < 0) {
    if (text.includes('startxref')) return 0;
    throw new Flawed('truncated', 'The PDF’s end mark is missing.');
  }
  const after = end - mark - '%%EOF'.length;
  return after <= TOLERANCE_BYTES ? 0 : after;
}
