// The chain of cross-reference sections that readers follow from the end of a file (ISO 32000-2 §7.5.5 and §7.5.6).
import { asCount, type Dictionary, Reference } from './values.ts';

/** Sections of one file; each is a revision of it. */
const MAX_SECTIONS = 100_000;

interface Section {
  /** Offsets of the sections that its trailer leads to; undefined for one without a trailer. */
  links: readonly number[] | undefined;
  size: number | undefined;
  hasRoot: boolean;
}

/** Collects the sections, and says whether every reader follows the same ones. */
export class SectionChain {
  readonly #sections = new Map<number, Section>();
  #lastSection: Section | undefined;
  #isSound = true;
  /** The offset that the last `startxref` states. */
  #start: number | undefined;
  /** Where that word stands. */
  startAt = -1;

  /** A table or cross-reference stream begins there. */
  add(at: number): void {
    if (this.#sections.size >= MAX_SECTIONS) {
      this.#isSound = false;
      return;
    }
    this.#lastSection = { links: undefined, size: undefined, hasRoot: false };
    this.#sections.set(at, this.#lastSection);
  }

  /** The trailer of the section that was added last. */
  addTrailer(dictionary: Dictionary): void {
    const links = [...dictionary.all('Prev'), ...dictionary.all('XRefStm')].map(asCount);
    const roots = dictionary.all('Root');
    const isClear =
      !dictionary.isLoose &&
      links.every((link) => link !== undefined) &&
      dictionary.all('Prev').length <= 1 &&
      dictionary.all('XRefStm').length <= 1 &&
      roots.length <= 1 &&
      roots.every((root) => root instanceof Reference);
    const section = this.#lastSection;
    if (!isClear || !section || section.links) {
      this.#isSound = false;
      return;
    }
    section.links = links.filter((link) => link !== undefined);
    section.size = asCount(dictionary.get('Size'));
    section.hasRoot = roots.length === 1;
  }

  addStart(offset: number, at: number): void {
    this.#start = offset;
    this.startAt = at;
  }

  has(offset: number): boolean {
    return this.#sections.has(offset);
  }

  /**
   * Whether the chain from the last `startxref` reaches every section once, and its newest trailer names the catalog and
   * counts every listed object; `highest` is the highest number of those.
   */
  isSound(highest: number): boolean {
    if (!this.#isSound || this.#start === undefined) return false;
    const newest = this.#sections.get(this.#start);
    if (!newest?.hasRoot || newest.size === undefined || newest.size <= highest) return false;
    const reached = new Set<number>();
    const waiting = [this.#start];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      const section = this.#sections.get(at);
      if (!section?.links || reached.has(at)) return false;
      reached.add(at);
      waiting.push(...section.links);
    }
    return reached.size === this.#sections.size;
  }
}
