// What is known of each object number: whether cross-references list it, what refers to it, and what stands there.
import { asCount, Dictionary, isArray, Reference, type Value } from './values.ts';

/** The highest object number (ISO 32000-1, annex C). */
const MAX_NUMBER = 8_388_607;
const FIRST_NUMBERS = 1024;

/** A cross-reference says where the object stands. */
const LISTED = 1;
/** A cross-reference says that there is no such object. */
const FREE = 2;
/** A value refers to it. */
const REFERRED = 4;
/** Some mention of it has a generation other than 0, which readers compare or ignore. */
const REGENERATED = 8;
const USED_AS_CATALOG = 16;
const USED_AS_TREE = 32;
const USED_AS_KID = 64;
const IS_CATALOG = 128;
const IS_TREE = 256;
const IS_PAGE = 512;
const IS_OTHER = 1024;
/** A cross-reference says that an object stream holds it. */
const LISTED_IN_STREAM = 2048;
const STANDS_IN_STREAM = 4096;

/** Collects uses of objects; whatever does not fit together makes readers search the file for objects. */
export class ObjectUses {
  #flags = new Uint16Array(FIRST_NUMBERS);
  /** Of those in object streams: the number of the stream, plus one; 0 while it is not known. */
  #streams = new Uint32Array(FIRST_NUMBERS);
  #fits = true;
  /** The highest number that a cross-reference lists; -1 for none. */
  highest = -1;

  listed(number: number, generation: number): void {
    this.highest = Math.max(this.highest, number);
    this.#mark(number, generation === 0 ? LISTED : LISTED | REGENERATED);
  }

  listedInStream(number: number, stream: number): void {
    this.listed(number, 0);
    this.#inStream(number, stream, LISTED_IN_STREAM);
  }

  free(number: number): void {
    this.#mark(number, FREE);
  }

  referred({ number, generation }: Reference): void {
    this.#mark(number, generation === 0 ? REFERRED : REFERRED | REGENERATED);
  }

  /** A trailer names it as the catalog. */
  usedAsCatalog({ number }: Reference): void {
    this.#mark(number, USED_AS_CATALOG);
  }

  /** The object has this value; revisions of it may have others. */
  stands(number: number, generation: number, values: readonly Value[]): void {
    const [value] = values;
    const kind = values.length === 1 && value instanceof Dictionary ? this.#kind(value) : IS_OTHER;
    this.#mark(number, generation === 0 ? kind : kind | REGENERATED);
  }

  standsInStream(number: number, stream: number, values: readonly Value[]): void {
    this.stands(number, 0, values);
    this.#inStream(number, stream, STANDS_IN_STREAM);
  }

  /** Whether every reference leads to a listed object, and the catalog by trees of pages to nothing but pages. */
  fit(): boolean {
    return this.#fits && this.#flags.every(fits);
  }

  /** A catalog and a tree count only as such when every reader takes them for one (§7.7.2 and §7.7.3). */
  #kind(dictionary: Dictionary): number {
    const type = only(dictionary, 'Type');
    if (type === 'Page') return IS_PAGE;
    if (type === 'Catalog') {
      const pages = only(dictionary, 'Pages');
      if (!(pages instanceof Reference)) return IS_OTHER;
      this.#mark(pages.number, USED_AS_TREE);
      return IS_CATALOG;
    }
    if (type !== 'Pages') return IS_OTHER;
    const kids = only(dictionary, 'Kids');
    const isTree = isArray(kids) && kids.length > 0 && asCount(only(dictionary, 'Count'));
    if (!isTree) return IS_OTHER;
    for (const kid of kids) {
      if (!(kid instanceof Reference)) return IS_OTHER;
      this.#mark(kid.number, USED_AS_KID);
    }
    return IS_TREE;
  }

  #inStream(number: number, stream: number, flag: number): void {
    this.#mark(number, flag);
    if (number >= this.#streams.length) return;
    const known = this.#streams[number] ?? 0;
    if (known !== 0 && known !== stream + 1) this.#fits = false;
    this.#streams[number] = stream + 1;
  }

  #mark(number: number, mark: number): void {
    if (number > MAX_NUMBER || number < 0) {
      this.#fits = false;
      return;
    }
    if (number >= this.#flags.length) {
      const length = Math.max(2 * this.#flags.length, number + 1);
      const flags = new Uint16Array(length);
      flags.set(this.#flags);
      this.#flags = flags;
      const streams = new Uint32Array(length);
      streams.set(this.#streams);
      this.#streams = streams;
    }
    this.#flags[number] = (this.#flags[number] ?? 0) | mark;
  }
}

const KINDS = IS_CATALOG | IS_TREE | IS_PAGE | IS_OTHER;

function fits(flags: number): boolean {
  if ((flags & LISTED_IN_STREAM) !== 0 && (flags & STANDS_IN_STREAM) === 0) return false;
  if ((flags & REFERRED) === 0) return true;
  if ((flags & (LISTED | FREE | REGENERATED)) !== LISTED) return false;
  const kinds = flags & KINDS;
  if ((flags & USED_AS_CATALOG) !== 0 && kinds !== IS_CATALOG) return false;
  if ((flags & USED_AS_TREE) !== 0 && kinds !== IS_TREE) return false;
  return (flags & USED_AS_KID) === 0 || kinds === IS_PAGE || kinds === IS_TREE;
}

/** The value of a key that stands there exactly once, or null. */
function only(dictionary: Dictionary, key: string): Value {
  const { items } = dictionary;
  let found: Value = null;
  let count = 0;
  for (let at = 0; at < items.length; at += 2) {
    if (items[at] !== key) continue;
    found = items[at + 1] ?? null;
    count += 1;
  }
  return count === 1 ? found : null;
}
