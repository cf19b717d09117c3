// Objects that a PDF keeps compressed (ISO 32000-2 §7.5.7): inflated within a strict budget, never trusted in length.
import { constants, inflateSync } from 'node:zlib';
import { hasMark } from './fields.ts';

/** Compressed objects as text, and whether all of them could be read. */
export interface ObjectStreams {
  readonly contents: readonly Uint8Array[];
  readonly areAllRead: boolean;
}

/** How much all object streams together may inflate to; a page of text is some 3 KB of objects. */
const OUTPUT_MAX_BYTES = 8 * 1024 * 1024;
/** Streams lie one behind the other; where they overlap, somebody wants the same bytes inflated over and over. */
const INPUT_MAX_TIMES = 2;
const KEYWORD = 'stream';

/** Inflates the object streams that begin within these bytes. */
export function readObjectStreams(bytes: Uint8Array): ObjectStreams {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const contents: Uint8Array[] = [];
  let outputLeft = OUTPUT_MAX_BYTES;
  let inputLeft = INPUT_MAX_TIMES * file.byteLength;
  let from = 0;
  for (let at = file.indexOf(KEYWORD); at >= 0; at = file.indexOf(KEYWORD, from)) {
    const dictionary = dictionaryIn(file, from, at);
    from = at + KEYWORD.length;
    const start = dataAfter(file, at);
    if (start === undefined || !dictionary.includes('/ObjStm')) continue;
    const data = file.subarray(start, endOfStream(file, start));
    inputLeft -= data.byteLength;
    const isReadable = inputLeft >= 0 && isPlainFlate(dictionary);
    const content = isReadable ? inflate(data, outputLeft) : undefined;
    // One refused stream is enough, and whatever made it fail must not be tried again a thousand times.
    if (!content) return { contents, areAllRead: false };
    contents.push(content);
    outputLeft -= content.byteLength;
  }
  return { contents, areAllRead: true };
}

function endOfStream(file: Buffer, start: number): number {
  const end = file.indexOf('endstream', start);
  return end < 0 ? file.byteLength : end;
}

/** Where the data of the `stream` at `at` begins: after exactly one line end (§7.3.8.1). `endstream` has none. */
function dataAfter(file: Buffer, at: number): number | undefined {
  if (hasMark(file, at - 3, 'endstream')) return undefined;
  if (hasMark(file, at + 6, '\r\n')) return at + 8;
  return hasMark(file, at + 6, '\n') || hasMark(file, at + 6, '\r') ? at + 7 : undefined;
}

/** What stands between a stream and the one before it, names resolved: its dictionary is in there, however long it is. */
const dictionaryIn = (file: Buffer, from: number, to: number): string =>
  file
    .toString('latin1', from, to)
    .replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** One filter, no predictor: what every program writes. Anything else is not undone, and so counts as not read. */
const isPlainFlate = (dictionary: string): boolean =>
  /\/Filter\s{0,4}\[?\s{0,4}\/(?:FlateDecode|Fl)\s{0,4}[\]/>]/.test(dictionary) &&
  !dictionary.includes('/Predictor') &&
  !/\/(?:LZW|ASCII|RunLength|Crypt)/.test(dictionary);

/** Inflates until the compressed data ends or is cut off; undefined when it is none or too much. */
function inflate(data: Buffer, maxOutputLength: number): Uint8Array | undefined {
  try {
    return inflateSync(data, {
      maxOutputLength: Math.max(1, maxOutputLength),
      finishFlush: constants.Z_SYNC_FLUSH,
    });
  } catch {
    return undefined;
  }
}
