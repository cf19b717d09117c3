// Reads cross-reference streams (ISO 32000-2 §7.5.8).
import { asCount, type Dictionary, isArray, type Value } from './values.ts';

/** Whether a stream is a cross-reference. */
export const isCrossReference = (dictionary: Dictionary): boolean =>
  dictionary.all('Type').includes('XRef') || (dictionary.has('W') && dictionary.has('Size'));

/** One entry; free when it has neither an offset nor a container. */
export interface StreamEntry {
  readonly number: number;
  readonly generation: number;
  /** Where the object stands in the file. */
  readonly offset: number | undefined;
  /** The number of the object stream. */
  readonly container: number | undefined;
}

const MAX_FIELD_BYTES = 8;

/** The entries of a cross-reference stream; undefined where its dictionary is not as the standard has it. */
export function* entriesOf(
  dictionary: Dictionary,
  content: Buffer,
): Generator<StreamEntry | undefined> {
  const widths = countsOf(dictionary, 'W');
  const index = dictionary.has('Index')
    ? countsOf(dictionary, 'Index')
    : [0, asCount(dictionary.get('Size')) ?? 0];
  const [typeBytes = 0, secondBytes = 0, thirdBytes = 0] = widths ?? [];
  const width = typeBytes + secondBytes + thirdBytes;
  const isSound =
    widths?.length === 3 &&
    widths.every((each) => each <= MAX_FIELD_BYTES) &&
    width > 0 &&
    index !== undefined &&
    index.length % 2 === 0;
  if (!isSound) {
    yield undefined;
    return;
  }
  let at = 0;
  for (let section = 0; section < index.length; section += 2) {
    const first = index[section] ?? 0;
    const count = index[section + 1] ?? 0;
    for (let row = 0; row < count; row += 1, at += width) {
      if (at + width > content.byteLength) {
        yield undefined;
        return;
      }
      const type = typeBytes === 0 ? 1 : field(content, at, typeBytes);
      const second = field(content, at + typeBytes, secondBytes);
      const number = first + row;
      const third = field(content, at + typeBytes + secondBytes, thirdBytes);
      const isInFile = type === 1;
      yield {
        number,
        generation: isInFile ? third : 0,
        offset: isInFile ? second : undefined,
        container: type === 2 ? second : undefined,
      };
    }
  }
}

function countsOf(dictionary: Dictionary, key: string): number[] | undefined {
  const values = dictionary.all(key);
  const [value] = values;
  if (values.length !== 1 || !isArray(value ?? null)) return undefined;
  const counts = (value as readonly Value[]).map(asCount);
  return counts.every((count) => count !== undefined) ? counts : undefined;
}

function field(content: Buffer, at: number, bytes: number): number {
  let value = 0;
  for (let index = 0; index < bytes; index += 1) value = value * 256 + (content[at + index] ?? 0);
  return value;
}
