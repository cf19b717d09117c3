// Judges one part of a document by its bytes: markup to read, or content that is active when the document's program opens it.
import { constants, gunzipSync } from 'node:zlib';
import { contentKind } from '../content-kind.ts';
import { type FindingKind, FormatError } from '../evidence.ts';
import { hasMark } from '../fields.ts';
import { inspectPdf } from '../pdf/pdf.ts';
import type { MarkupBudget } from '../xml/markup-budget.ts';
import { parseXml } from '../xml/parse-xml.ts';
import type { XmlHandler } from '../xml/xml-reader.ts';

/** A part as its package describes it. */
export interface Part {
  readonly name: string;
  /** Content type by the package's list, in lower case. */
  readonly type?: string | undefined;
  readonly expandedBytes: number;
  /** Whether the document refers to it as a document of another program (ECMA-376 part 1, section 15.2.11). */
  readonly isPackage?: boolean | undefined;
}

/** The ports of reading a part. */
export interface PartReader {
  /** Receives its markup. */
  readonly markup: XmlHandler;
  readonly budget: MarkupBudget;
  readonly report: (kind: FindingKind, target?: string) => void;
  /** Judges a package inside the document, of which all bytes are given. */
  readonly openPackage: (bytes: Uint8Array) => Promise<void>;
}

/** Packages inside a document up to this size are read; larger ones count as embedded objects. */
const EMBEDDED_MAX_BYTES = 16 * 1024 ** 2;

/** Reads a part to its end. @throws FormatError when its markup is not well-formed */
export async function readPart(
  part: Part,
  chunks: AsyncGenerator<Uint8Array>,
  { markup, budget, report, openPackage }: PartReader,
): Promise<void> {
  const first = await chunks.next();
  // Programs write empty parts for lists that are empty.
  if (first.done || part.expandedBytes === 0) return;
  const head = first.value;
  const whole = withFirst(head, chunks);
  const kind = contentKind(head);
  if (kind === undefined && !isOpaque(part) && (looksLikeXml(head) || isXmlType(part))) {
    if (isFont(part)) return await readFont(whole, budget, markup);
    return await parseXml(budget.spend(whole), markup);
  }
  if (hasMark(head, 0, 'PK\x03\x04') && part.expandedBytes <= EMBEDDED_MAX_BYTES) {
    return await openPackage(await collect(whole, part.expandedBytes));
  }
  if (isPicturePdf(part, head)) {
    if (await actsAsPdf(await collect(whole, part.expandedBytes))) report('embedded_object');
    return;
  }
  if (part.isPackage || (kind !== undefined && !isPackedPicture(head))) {
    report(findingOf(kind, part));
  }
  for await (const _chunk of whole);
}

/** Folders of pictures, where programs of macOS keep drawings as PDF. */
const pictureFolders: ReadonlySet<string> = new Set(['media', 'pictures', 'thumbnails']);

const isPicturePdf = ({ name, expandedBytes, isPackage }: Part, head: Uint8Array): boolean =>
  !isPackage &&
  pictureFolders.has(name.split('/').at(-2)?.toLowerCase() ?? '') &&
  hasMark(head, 0, '%PDF-') &&
  expandedBytes <= EMBEDDED_MAX_BYTES;

/** Whether a PDF does more than show pages, or cannot be followed. */
async function actsAsPdf(bytes: Uint8Array): Promise<boolean> {
  const { findings, flaw, isEncrypted } = await inspectPdf({
    size: bytes.byteLength,
    read: async (start, length) => bytes.subarray(start, start + length),
  });
  return findings.length > 0 || flaw !== undefined || isEncrypted === true;
}

/** Fonts whose first bytes are scrambled may begin like markup (ECMA-376 part 1, section 17.8.1). */
const isFont = ({ type = '' }: Part): boolean => type.endsWith('.obfuscatedfont');

/** Reads a font as markup as far as it is some: programs differ in whether they believe the content type. */
async function readFont(
  chunks: AsyncGenerator<Uint8Array>,
  budget: MarkupBudget,
  markup: XmlHandler,
): Promise<void> {
  try {
    await parseXml(budget.spend(chunks), markup);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
  }
}

async function* withFirst(
  first: Uint8Array,
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

async function collect(chunks: AsyncIterable<Uint8Array>, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for await (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/** A compound file is a macro project where it is said to be one. */
const findingOf = (kind: ReturnType<typeof contentKind>, { name, type = '' }: Part): FindingKind =>
  kind === 'compound' && (/vbaproject/i.test(name) || type.includes('vbaproject'))
    ? 'macro'
    : 'embedded_object';

/** Whether bytes begin as an XML document does, in any encoding that is read. */
function looksLikeXml(head: Uint8Array): boolean {
  let at = hasMark(head, 0, '\xef\xbb\xbf') ? 3 : 0;
  if (hasMark(head, 0, '\xff\xfe<\0') || hasMark(head, 0, '\xfe\xff\0<')) return true;
  if (hasMark(head, 0, '<\0') || hasMark(head, 0, '\0<')) return true;
  while (at < head.byteLength && isSpace(head[at])) at += 1;
  return head[at] === 0x3c;
}

const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;

/** Data of add-ins, which may begin like markup and is read by nothing else (ECMA-376 part 1, section 12.3.5). */
const isOpaque = ({ type = '' }: Part): boolean => type.endsWith('.spreadsheetml.customproperty');

const isXmlType = ({ name, type }: Part): boolean =>
  /\.(?:xml|rels|vml)$/i.test(name) || /[+/]xml$/.test(type ?? '');

/** Drawings of Windows are often packed by gzip: `.emz` and `.wmz`. */
function isPackedPicture(head: Uint8Array): boolean {
  if (!hasMark(head, 0, '\x1f\x8b\x08')) return false;
  try {
    const start = gunzipSync(head.subarray(0, 1024), { finishFlush: constants.Z_SYNC_FLUSH });
    return (
      hasMark(start, 40, ' EMF') ||
      hasMark(start, 0, '\xd7\xcd\xc6\x9a') ||
      hasMark(start, 0, '\x01\0\x09\0')
    );
  } catch {
    return false;
  }
}
