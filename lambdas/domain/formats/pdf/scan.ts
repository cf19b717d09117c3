// Reads a PDF from its first byte to its last, once: every object, whether or not a cross-reference names it.
import { bytesInWords } from '../../bytes-in-words.ts';
import { FormatError } from '../evidence.ts';
import { Lexer, MoreBytesNeededError, tokens } from './lexer.ts';
import { type ParsedObject, parseObject } from './parser.ts';
import { findExtent, type StreamExtent } from './stream-extent.ts';
import { findLandmark, type Landmark } from './top-level.ts';
import { Dictionary, type Value } from './values.ts';
import type { Window } from './window.ts';
import { readTable, type TableEntry } from './xref-table.ts';

/** Bytes of one object without its stream; a font's widths or a book's page tree take one or two MiB. */
const OBJECT_MAX_BYTES = 16 * 1024 * 1024;

/** An object as it stands in the file. */
export interface FileObject {
  readonly number: number;
  readonly generation: number;
  /** Where its number begins. */
  readonly at: number;
  /** Where the keyword `obj` stands. */
  readonly keywordAt: number;
  readonly values: readonly Value[];
  readonly malformed: string | undefined;
  readonly stream: (StreamExtent & { readonly dictionary: Dictionary }) | undefined;
}

/** What a scan reports, in the order in which it stands in the file. */
export interface ScanVisitor {
  object(object: FileObject): Promise<void>;
  trailer(dictionary: Dictionary, at: number): void;
  /** A cross-reference table begins; its entries follow. */
  tableStart(at: number): void;
  tableEntry(entry: TableEntry): void;
  /** Its trailer follows; `isStrict` as of `readTable`. */
  tableEnd(isStrict: boolean): void;
  startxref(offset: number, at: number): void;
  endMark(end: number): void;
}

/** @throws FormatError where the file cannot be followed */
export async function scanFile(window: Window, visitor: ScanVisitor, from = 0): Promise<void> {
  let at = from;
  let isInComment = false;
  while (at < window.size) {
    await window.load(at);
    const found = await landmarkFrom(window, at, isInComment);
    isInComment = found.kind === 'none' && found.isInComment;
    at = found.kind === 'none' ? found.at : await visit(window, visitor, found);
  }
}

/** The next landmark, its offsets counted from the start of the file. */
async function landmarkFrom(window: Window, at: number, isInComment: boolean): Promise<Landmark> {
  for (let length = 0; ; length = 2 * window.bytes.byteLength) {
    await window.load(at, length);
    const { start, isAtEnd: isWhole } = window;
    const found = findLandmark(window.bytes, at - start, { isWhole, isInComment });
    if (found.kind === 'object') {
      const { end, keywordAt } = found;
      return { ...found, at: found.at + start, end: end + start, keywordAt: keywordAt + start };
    }
    if (found.kind !== 'none') return { ...found, at: found.at + start, end: found.end + start };
    const next = found.at + start;
    if (next > at || isWhole) return { ...found, at: isWhole ? window.size : next };
    // Numbers with megabytes of space behind them begin no object that a reader finds.
    if (window.bytes.byteLength >= OBJECT_MAX_BYTES) return { ...found, at: window.end };
  }
}

async function visit(
  window: Window,
  visitor: ScanVisitor,
  found: Exclude<Landmark, { kind: 'none' }>,
): Promise<number> {
  switch (found.kind) {
    case 'end mark':
      visitor.endMark(found.end);
      return found.end;
    case 'xref': {
      visitor.tableStart(found.at);
      const { isStrict, next } = await readTable(window, found.end, (entry) => {
        visitor.tableEntry(entry);
      });
      visitor.tableEnd(isStrict);
      return next;
    }
    case 'startxref': {
      const lexer = await lexerAt(window, found.end);
      if (lexer.next() === tokens.number) visitor.startxref(lexer.number, found.at);
      return found.end;
    }
    case 'trailer': {
      const parsed = await parseFrom(window, found.end);
      const [dictionary] = parsed.values;
      if (dictionary instanceof Dictionary) visitor.trailer(dictionary, found.at);
      return Math.max(found.end, nextOf(parsed));
    }
    case 'object':
      return await visitObject(window, visitor, found);
  }
}

async function visitObject(
  window: Window,
  visitor: ScanVisitor,
  found: Extract<Landmark, { kind: 'object' }>,
): Promise<number> {
  const parsed = await parseFrom(window, found.end);
  const dictionary = parsed.values.at(-1);
  const isStream = parsed.keyword === 'stream' && dictionary instanceof Dictionary;
  const stream = isStream
    ? {
        ...(await findExtent(window, dictionary, parsed.keywordAt + 'stream'.length)),
        dictionary,
      }
    : undefined;
  await visitor.object({
    number: found.number,
    generation: found.generation,
    at: found.at,
    keywordAt: found.keywordAt,
    // The numbers of the next object's header are no values of this one.
    values: isUnclosed(parsed) ? parsed.values.slice(0, -2) : parsed.values,
    malformed: parsed.malformed,
    stream,
  });
  return stream?.next ?? Math.max(found.end, nextOf(parsed));
}

/** Whether it ends with the header of the next object, without a keyword of its own. */
const isUnclosed = ({ keyword, headerAt }: ParsedObject): boolean =>
  keyword.startsWith('obj') && headerAt >= 0;

const nextOf = (parsed: ParsedObject): number =>
  isUnclosed(parsed) ? parsed.headerAt : parsed.keywordAt;

/** Parses from an offset on, with as much at hand as it takes; offsets count from the start of the file. */
async function parseFrom(window: Window, at: number): Promise<ParsedObject> {
  for (let length = 0; ; length = 2 * window.bytes.byteLength) {
    if (length > 2 * OBJECT_MAX_BYTES) {
      throw new FormatError(
        'unreadable',
        `The object at byte ${at} is longer than ${bytesInWords(OBJECT_MAX_BYTES)}.`,
      );
    }
    const lexer = await lexerAt(window, at, length);
    const { start } = window;
    try {
      const parsed = parseObject(lexer);
      const headerAt = parsed.headerAt < 0 ? -1 : parsed.headerAt + start;
      return { ...parsed, keywordAt: parsed.keywordAt + start, headerAt };
    } catch (error) {
      if (!(error instanceof MoreBytesNeededError)) throw error;
    }
  }
}

/** The object whose header begins exactly there. @throws FormatError */
export async function readObjectAt(window: Window, at: number): Promise<FileObject> {
  let object: FileObject | undefined;
  const found = await landmarkFrom(window, at, false);
  const take: ScanVisitor = {
    object: async (read) => {
      object = read;
    },
    trailer: () => {},
    tableStart: () => {},
    tableEntry: () => {},
    tableEnd: () => {},
    startxref: () => {},
    endMark: () => {},
  };
  if (found.kind === 'object') await visit(window, take, found);
  if (!object)
    throw new FormatError('unreadable', `The object at byte ${at} cannot be read twice.`);
  return object;
}

async function lexerAt(window: Window, at: number, length = 0): Promise<Lexer> {
  await window.load(at, length);
  return new Lexer(window.bytes, at - window.start, window.isAtEnd);
}
