// Reads the objects that an object stream holds (ISO 32000-2 §7.5.7).
import { FormatError } from '../evidence.ts';
import { Lexer, tokens } from './lexer.ts';
import { parseObject } from './parser.ts';
import { asCount, type Dictionary, type Value } from './values.ts';

/** One object out of an object stream. */
export interface PackedObject {
  readonly number: number;
  /** Where its value begins in the unpacked stream. */
  readonly at: number;
  readonly values: readonly Value[];
}

/** Whether readers can take a stream for one of objects, whatever type it states. */
export const isObjectStream = (dictionary: Dictionary): boolean =>
  (dictionary.has('N') && dictionary.has('First')) || dictionary.all('Type').includes('ObjStm');

/** Where an object of a stream begins, and where it ends at the latest. */
export interface PackedPlace {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

/** The places of `count` objects; `first` is where the first of them can begin. @throws FormatError */
export function placesIn(content: Buffer, count: number, first: number): PackedPlace[] {
  if (first > content.byteLength) {
    throw new FormatError('contradictory', 'An object stream ends before its first object.');
  }
  const lexer = new Lexer(content, 0, true, first);
  const next = (): number => {
    const number = lexer.next() === tokens.number ? asCount(lexer.number) : undefined;
    if (number === undefined) {
      throw new FormatError(
        'contradictory',
        `An object stream does not list its ${count} objects.`,
      );
    }
    return number;
  };
  const starts: { readonly number: number; readonly start: number }[] = [];
  for (let index = 0; index < count; index += 1) {
    starts.push({ number: next(), start: first + next() });
  }
  if (lexer.next() === tokens.number) {
    throw new FormatError(
      'contradictory',
      `An object stream lists more than its ${count} objects.`,
    );
  }
  const ordered = starts.map(({ start }) => start).sort((a, b) => a - b);
  const following = new Map<number, number>();
  ordered.forEach((start, index) => {
    if (ordered[index + 1] !== start)
      following.set(start, ordered[index + 1] ?? content.byteLength);
  });
  return starts.map(({ number, start }) => ({
    number,
    start,
    end: following.get(start) ?? content.byteLength,
  }));
}

/** The object at a place. @throws FormatError when it is not exactly one value */
export function packedObject(content: Buffer, { number, start, end }: PackedPlace): PackedObject {
  const parsed = parseObject(new Lexer(content, start, true, end));
  const malformed = parsed.malformed ?? (parsed.keyword === '' ? undefined : 'a stray word');
  if (malformed !== undefined) {
    throw new FormatError(
      'contradictory',
      `Object ${number} in an object stream has ${malformed}.`,
    );
  }
  return { number, at: start, values: parsed.values };
}

/** `N` and `First`, or undefined when they stand in objects of their own. @throws FormatError */
export function headerOf(dictionary: Dictionary): { readonly count: Value; readonly first: Value } {
  const [count, secondCount] = dictionary.all('N');
  const [first, secondFirst] = dictionary.all('First');
  const isDouble = secondCount !== undefined || secondFirst !== undefined;
  if (isDouble || count === undefined || first === undefined) {
    throw new FormatError(
      'contradictory',
      'An object stream does not state its objects exactly once.',
    );
  }
  return { count, first };
}
