// Which objects were seen where: typed arrays, since a file has up to millions of them.
import { FormatError } from '../evidence.ts';

/** Objects of one file, those in object streams included. */
export const MAX_OBJECTS = 2_000_000;
const FIRST_ROWS = 1024;
const NO_CONTAINER = -1;

/** Where an object stands. */
export interface ObjectPlace {
  readonly number: number;
  /** Where its number begins in the file, or where its value begins in what the container unpacks to. */
  readonly at: number;
  /** The row of the object stream that holds it; undefined when it stands in the file itself. */
  readonly container: number | undefined;
}

/** Rows in the order in which objects are seen. */
export class ObjectTable {
  #count = 0;
  #numbers = new Float64Array(FIRST_ROWS);
  #offsets = new Float64Array(FIRST_ROWS);
  #containers = new Int32Array(FIRST_ROWS);
  /** Offsets of the keyword `obj` of those in the file, ascending. */
  #keywords = new Float64Array(FIRST_ROWS);
  /** Rows of those in the file, by offset. */
  #inFile = new Int32Array(FIRST_ROWS);
  #inFileCount = 0;

  get count(): number {
    return this.#count;
  }

  /** Adds an object that stands in the file, behind all that were added before; returns its row. */
  addInFile(number: number, at: number, keywordAt: number): number {
    const row = this.#add(number, at, NO_CONTAINER);
    if (this.#inFileCount === this.#keywords.length) {
      this.#keywords = grown(this.#keywords, new Float64Array(2 * this.#keywords.length));
      this.#inFile = grown(this.#inFile, new Int32Array(2 * this.#inFile.length));
    }
    this.#keywords[this.#inFileCount] = keywordAt;
    this.#inFile[this.#inFileCount] = row;
    this.#inFileCount += 1;
    return row;
  }

  /** Adds an object that an object stream holds. */
  addInStream(number: number, at: number, container: number): void {
    this.#add(number, at, container);
  }

  place(row: number): ObjectPlace {
    const container = this.#containers[row] ?? NO_CONTAINER;
    return {
      number: this.#numbers[row] ?? 0,
      at: this.#offsets[row] ?? 0,
      container: container === NO_CONTAINER ? undefined : container,
    };
  }

  /** The number of the object whose header begins exactly there. */
  numberAt(offset: number): number | undefined {
    const index = lowerBound(this.#inFileCount, (each) => this.#offsetInFile(each), offset);
    if (index >= this.#inFileCount || this.#offsetInFile(index) !== offset) return undefined;
    return this.#numbers[this.#inFile[index] ?? 0];
  }

  /** Whether an object was seen whose keyword `obj` stands there. */
  hasKeywordAt(offset: number): boolean {
    const index = lowerBound(this.#inFileCount, (each) => this.#keywords[each] ?? 0, offset);
    return index < this.#inFileCount && this.#keywords[index] === offset;
  }

  /** The rows of every object with one of these numbers, in the order in which they were seen. */
  rowsOf(numbers: ReadonlySet<number>): number[] {
    const rows: number[] = [];
    for (let row = 0; row < this.#count; row += 1) {
      if (numbers.has(this.#numbers[row] ?? -1)) rows.push(row);
    }
    return rows;
  }

  #offsetInFile(index: number): number {
    return this.#offsets[this.#inFile[index] ?? 0] ?? 0;
  }

  #add(number: number, at: number, container: number): number {
    const row = this.#count;
    if (row >= MAX_OBJECTS) {
      throw new FormatError('unreadable', `The PDF has more than ${MAX_OBJECTS} objects.`);
    }
    if (row === this.#numbers.length) {
      this.#numbers = grown(this.#numbers, new Float64Array(2 * row));
      this.#offsets = grown(this.#offsets, new Float64Array(2 * row));
      this.#containers = grown(this.#containers, new Int32Array(2 * row));
    }
    this.#numbers[row] = number;
    this.#offsets[row] = at;
    this.#containers[row] = container;
    this.#count += 1;
    return row;
  }
}

function grown<Numbers extends Float64Array | Int32Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}

/** The first index whose value is not below `wanted`. */
function lowerBound(count: number, valueAt: (index: number) => number, wanted: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (valueAt(middle) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
