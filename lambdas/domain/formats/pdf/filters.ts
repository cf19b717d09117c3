// Undoes the filters of a stream, one after the other (ISO 32000-2 §7.4).

import { constants, inflateSync } from 'node:zlib';
import { bytesInWords } from '../../bytes-in-words.ts';
import { FormatError } from '../evidence.ts';
import { decodeAscii85, decodeAsciiHex, decodeRunLength } from './ascii-filters.ts';
import { decodeLzw } from './lzw-filter.ts';
import { undoPredictor } from './predictor.ts';
import { asCount, Dictionary, isArray, Reference, type Value } from './values.ts';

/** One filter and its parameters. */
export interface Filter {
  readonly name: string;
  readonly parameters: Dictionary;
}

/** Filters of one stream; real ones have one or two. */
const MAX_FILTERS = 8;
const noParameters = new Dictionary([]);

/**
 * The filters of a stream; undefined when they stand in objects of their own.
 * @throws FormatError when readers would not agree on them
 */
export function filtersOf(dictionary: Dictionary): readonly Filter[] | undefined {
  // Readers skip different parts of a loose dictionary, and some take the short keys of inline images for the long ones.
  if (dictionary.isLoose || dictionary.has('F') || dictionary.has('DP')) {
    throw new FormatError('contradictory', 'It is not clear how a stream of objects is packed.');
  }
  const names = only(dictionary, 'Filter');
  const parameters = only(dictionary, 'DecodeParms');
  if (hasReference(names) || hasReference(parameters)) return undefined;
  const list = names === null ? [] : isArray(names) ? names : [names];
  if (list.length > MAX_FILTERS) {
    throw new FormatError('unreadable', `A stream has more than ${MAX_FILTERS} filters.`);
  }
  return list.map((name, index) => {
    if (typeof name !== 'string') throw new FormatError('contradictory', 'A filter is no name.');
    const own = isArray(parameters) ? parameters[index] : index === 0 ? parameters : null;
    return { name, parameters: own instanceof Dictionary ? own : noParameters };
  });
}

function only(dictionary: Dictionary, key: string): Value {
  const [value = null, second] = dictionary.all(key);
  if (second !== undefined)
    throw new FormatError('contradictory', `A stream has two entries ${key}.`);
  return value;
}

const hasReference = (value: Value): boolean =>
  value instanceof Reference ||
  (isArray(value) && value.some(hasReference)) ||
  (value instanceof Dictionary && value.items.some(hasReference));

/** The data behind all filters; at most `maxBytes` at each step. @throws FormatError */
export function decode(data: Buffer, filters: readonly Filter[], maxBytes: number): Buffer {
  return filters.reduce((bytes, filter) => decodeOne(bytes, filter, maxBytes), data);
}

function decodeOne(data: Buffer, { name, parameters }: Filter, maxBytes: number): Buffer {
  switch (name) {
    case 'FlateDecode':
    case 'Fl':
      return unpredicted(inflate(data, maxBytes), parameters);
    case 'LZWDecode':
    case 'LZW':
      return unpredicted(
        decodeLzw(data, numberOf(parameters, 'EarlyChange', 1), maxBytes),
        parameters,
      );
    case 'ASCII85Decode':
    case 'A85':
      return decodeAscii85(data);
    case 'ASCIIHexDecode':
    case 'AHx':
      return decodeAsciiHex(data);
    case 'RunLengthDecode':
    case 'RL':
      return decodeRunLength(data, maxBytes);
    case 'Crypt':
      // Decryption comes before the filters.
      return data;
    default:
      throw new FormatError(
        'unreadable',
        `A stream of objects has the filter ${JSON.stringify(name.slice(0, 40))}.`,
      );
  }
}

const unpredicted = (data: Buffer, parameters: Dictionary): Buffer =>
  undoPredictor(data, {
    predictor: numberOf(parameters, 'Predictor', 1),
    colors: numberOf(parameters, 'Colors', 1),
    bitsPerComponent: numberOf(parameters, 'BitsPerComponent', 8),
    columns: numberOf(parameters, 'Columns', 1),
  });

function numberOf(parameters: Dictionary, key: string, byDefault: number): number {
  const value = only(parameters, key);
  if (value === null) return byDefault;
  const number = asCount(value);
  if (number === undefined)
    throw new FormatError('contradictory', `The parameter ${key} is no number.`);
  return number;
}

/** Inflates until the compressed data end or are cut off. */
function inflate(data: Buffer, maxBytes: number): Buffer {
  try {
    return inflateSync(data, {
      maxOutputLength: Math.max(1, maxBytes),
      finishFlush: constants.Z_SYNC_FLUSH,
    });
  } catch (error) {
    const isTooLong = error instanceof RangeError;
    const what = isTooLong
      ? `unpacks to over ${bytesInWords(maxBytes)}`
      : 'is no sound compressed data';
    throw new FormatError('unreadable', `A stream of objects ${what}.`);
  }
}
