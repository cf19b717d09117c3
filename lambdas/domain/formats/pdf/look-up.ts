// Reads again the few objects that others refer to, once the scan has seen where they are.
import { FormatError } from '../evidence.ts';
import { packedObject, placesIn } from './object-stream.ts';
import type { Place } from './review.ts';
import type { Question } from './roles.ts';
import { readObjectAt } from './scan.ts';
import { packingOf, type Survey } from './survey.ts';
import { Dictionary, isArray, Reference, type Value } from './values.ts';
import type { Window } from './window.ts';

/** An action that leads to an action, and so on, at most this far. */
const MAX_LEVELS = 100;

/** Calls back for every object with one of these numbers, in the order of the file. @throws FormatError */
async function readAll(
  window: Window,
  survey: Survey,
  numbers: ReadonlySet<number>,
  take: (number: number, values: readonly Value[], place: Place) => void,
): Promise<void> {
  const rows = survey.table.rowsOf(numbers).map((row) => survey.table.place(row));
  const packed = new Map<number, Set<number>>();
  for (const { number, at, container } of rows) {
    if (container === undefined) {
      const object = await readObjectAt(window, at);
      take(number, object.values, survey.placeOf(object));
    } else packed.set(container, (packed.get(container) ?? new Set<number>()).add(number));
  }
  for (const [container, wanted] of packed) {
    const object = await readObjectAt(window, survey.table.place(container).at);
    const packing =
      object.stream && packingOf(await resolved(window, survey, object.stream.dictionary));
    if (!packing) throw new FormatError('unreadable', 'An object stream cannot be read twice.');
    const content = await survey.unpacker.unpack(window, object, packing.filters);
    for (const place of placesIn(content, packing.count, packing.first)) {
      if (!wanted.has(place.number)) continue;
      const where = `object ${place.number} in object stream ${object.number}`;
      take(place.number, packedObject(content, place).values, { where, decrypt: (bytes) => bytes });
    }
  }
}

/** Answers what the review asks, until nothing is left to ask. @throws FormatError */
export async function answerQuestions(window: Window, survey: Survey): Promise<void> {
  for (let level = 0; level < MAX_LEVELS; level += 1) {
    const questions = Map.groupBy(survey.review.takeQuestions(), ({ number }) => number);
    if (questions.size === 0) return;
    const answered = new Set<number>();
    const answer = (number: number, values: readonly Value[], place?: Place) => {
      answered.add(number);
      for (const question of questions.get(number) ?? []) {
        survey.review.answer(question, values, place ?? nowhere(question));
      }
    };
    await readAll(window, survey, new Set(questions.keys()), answer);
    for (const number of questions.keys()) if (!answered.has(number)) answer(number, []);
  }
  throw new FormatError('unreadable', `Its actions lead to others more than ${MAX_LEVELS} times.`);
}

const nowhere = ({ where }: Question): Place => ({ where, decrypt: (bytes) => bytes });

/** Unpacks the object streams whose entries stand in other objects. */
export async function unpackDeferred(window: Window, survey: Survey): Promise<void> {
  for (const row of survey.deferred) {
    await survey.attempt(async () => {
      const object = await readObjectAt(window, survey.table.place(row).at);
      const packing =
        object.stream && packingOf(await resolved(window, survey, object.stream.dictionary));
      if (!packing)
        throw new FormatError('unreadable', 'The entries of an object stream cannot be found.');
      await survey.unpack(object, row, packing);
    });
  }
}

/** A stream's dictionary with the objects themselves in place of references to them, two levels deep. @throws FormatError */
export async function resolved(
  window: Window,
  survey: Survey,
  dictionary: Dictionary,
): Promise<Dictionary> {
  let items: readonly Value[] = dictionary.items;
  for (let level = 0; level < 2; level += 1) {
    const numbers = new Set<number>();
    for (const item of items) collect(item, numbers);
    if (numbers.size === 0) break;
    const values = await valuesOf(window, survey, numbers);
    items = items.map((item) => replace(item, values));
  }
  return new Dictionary(items);
}

/** The value of each object in the file; one that exists twice is ambiguous. @throws FormatError */
export async function valuesOf(
  window: Window,
  survey: Survey,
  numbers: ReadonlySet<number>,
): Promise<ReadonlyMap<number, Value>> {
  const values = new Map<number, Value>();
  for (const row of survey.table.rowsOf(numbers)) {
    const { number, at, container } = survey.table.place(row);
    if (container !== undefined || values.has(number)) {
      throw new FormatError(
        'contradictory',
        `Object ${number} describes a stream and exists twice.`,
      );
    }
    values.set(number, (await readObjectAt(window, at)).values[0] ?? null);
  }
  return values;
}

function collect(value: Value, numbers: Set<number>): void {
  if (value instanceof Reference) numbers.add(value.number);
  else if (isArray(value)) for (const each of value) collect(each, numbers);
  else if (value instanceof Dictionary) for (const each of value.items) collect(each, numbers);
}

function replace(value: Value, by: ReadonlyMap<number, Value>): Value {
  if (value instanceof Reference) return by.get(value.number) ?? null;
  if (isArray(value)) return value.map((each) => replace(each, by));
  if (value instanceof Dictionary) {
    return new Dictionary(value.items.map((each) => replace(each, by)));
  }
  return value;
}
