// Reads the values of one object out of its tokens (ISO 32000-2 §7.3).
import { FormatError } from '../evidence.ts';
import { type Lexer, type Token, tokens } from './lexer.ts';
import { Dictionary, Reference, type Value } from './values.ts';

/** Arrays and dictionaries within each other; real files have ten, and readers stop at some 64 to 500. */
export const MAX_DEPTH = 100;
/** Values of one object; the page tree of a book or the table of a font has some 100,000. */
const MAX_VALUES = 2_000_000;

/** What stands between `obj` and the next keyword. */
export interface ParsedObject {
  /** One value in a sound file. */
  readonly values: readonly Value[];
  /** What is wrong with its syntax; the values are then what was read until there. */
  readonly malformed?: string;
  /** The keyword that ends it, such as `endobj`; empty at the end of the bytes and where the syntax is wrong. */
  readonly keyword: string;
  /** Where that keyword begins. */
  readonly keywordAt: number;
  /** Where the last number but one began, for a header whose object was not closed. */
  readonly headerAt: number;
}

interface Frame {
  readonly items: Value[];
  readonly isDictionary: boolean;
  /** Words that mean nothing stand among the values; some programs write names with blanks. */
  hasWords: boolean;
}

/**
 * Reads values up to a keyword that is none of `true`, `false`, `null` and `R`.
 * @throws MoreBytesNeededError
 * @throws FormatError past `MAX_DEPTH` or `MAX_VALUES`
 */
export function parseObject(lexer: Lexer): ParsedObject {
  const root: Frame = { items: [], isDictionary: false, hasWords: false };
  const frames: Frame[] = [root];
  let frame = root;
  let count = 0;
  let lastNumberAt = -1;
  let headerAt = -1;

  /** Closes what is open, so that nothing that was read is lost. */
  const broken = (malformed: string, at: number): ParsedObject => {
    while (frames.length > 1) close();
    return { values: root.items, malformed, keyword: '', keywordAt: at, headerAt };
  };
  const close = (): void => {
    const closed = frames.pop() ?? root;
    frame = frames.at(-1) ?? root;
    frame.items.push(closed.isDictionary ? dictionaryOf(closed) : closed.items);
  };

  for (;;) {
    const token: Token = lexer.next();
    const items = frame.items;
    count += 1;
    if (count > MAX_VALUES) {
      throw new FormatError('unreadable', `An object has more than ${MAX_VALUES} values.`);
    }
    switch (token) {
      case tokens.number:
        if (frame === root) {
          headerAt = lastNumberAt;
          lastNumberAt = lexer.start;
        }
        items.push(lexer.number);
        break;
      case tokens.name:
        items.push(lexer.text);
        break;
      case tokens.string:
        if (lexer.string) items.push(lexer.string);
        break;
      case tokens.openArray:
      case tokens.openDictionary:
        frame = { items: [], isDictionary: token === tokens.openDictionary, hasWords: false };
        frames.push(frame);
        if (frames.length > MAX_DEPTH) {
          throw new FormatError(
            'unreadable',
            `An object is nested more than ${MAX_DEPTH} levels deep.`,
          );
        }
        break;
      case tokens.closeArray:
      case tokens.closeDictionary: {
        const isPaired = frame.isDictionary === (token === tokens.closeDictionary);
        if (frame === root || !isPaired) {
          return broken('brackets that do not pair', lexer.at);
        }
        close();
        break;
      }
      case tokens.keyword: {
        const literal = literals.get(lexer.text);
        if (literal !== undefined) items.push(literal);
        else if (lexer.text === 'R') {
          if (!foldReference(items)) return broken('a reference without numbers', lexer.at);
        } else if (frame === root) {
          return { values: root.items, keyword: lexer.text, keywordAt: lexer.start, headerAt };
        } else if (isEnding(lexer.text)) {
          return broken(`the word ${lexer.text} among its values`, lexer.start);
        } else frame.hasWords = true;
        break;
      }
      case tokens.end:
        if (frame !== root) return broken('an end within its values', lexer.at);
        return { values: root.items, keyword: '', keywordAt: lexer.at, headerAt };
      default:
        return broken('a stray delimiter', lexer.start + 1);
    }
  }
}

const literals: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Makes one reference of the last two numbers. */
function foldReference(items: Value[]): boolean {
  const generation = items.at(-1);
  const number = items.at(-2);
  if (typeof number !== 'number' || typeof generation !== 'number') return false;
  if (!Number.isInteger(number) || !Number.isInteger(generation)) return false;
  items.length -= 2;
  items.push(new Reference(number, generation));
  return true;
}

/**
 * The dictionary of these items. Where names do not alternate with values, readers skip different ones of them: then every
 * name is taken for a key of what follows it, and whatever one of them finds is found.
 */
function dictionaryOf({ items, hasWords }: Frame): Dictionary {
  if (!hasWords && alternates(items)) return new Dictionary(items);
  const pairs = items.flatMap((item, index) =>
    typeof item === 'string' ? [item, items[index + 1] ?? null] : [],
  );
  return new Dictionary([...pairs, ...items.flatMap((item) => ['', item])], true);
}

function alternates(items: readonly Value[]): boolean {
  if (items.length % 2 !== 0) return false;
  for (let at = 0; at < items.length; at += 2) {
    if (typeof items[at] !== 'string') return false;
  }
  return true;
}

/** Words that end an object for every reader. */
const isEnding = (text: string): boolean =>
  text.startsWith('endobj') || text.startsWith('endstream') || text === 'obj' || text === 'stream';
