// Compares what the cross-references say with what the scan saw (ISO 32000-2 §7.5).
import { MAX_OBJECTS, type ObjectTable } from './object-table.ts';
import { ObjectUses } from './object-uses.ts';
import { SectionChain } from './section-chain.ts';
import { type Dictionary, Reference } from './values.ts';
import { entriesOf } from './xref-stream.ts';
import type { TableEntry } from './xref-table.ts';

/**
 * Collects every cross-reference of a file. Where all of them lead exactly to objects that the scan saw, no reader can find
 * any other; where one does not, readers search the file for objects by themselves.
 */
export class References {
  readonly uses = new ObjectUses();
  readonly sections = new SectionChain();
  readonly #table: ObjectTable;
  #areSound = true;
  /** Where the section stands whose entries are being added. */
  #sectionAt = 0;
  /** Numbers of streams that entries name as object streams. */
  readonly #containers = new Set<number>();
  readonly #unpacked = new Set<number>();
  /** Entries that lead to what is not yet scanned, as in linearized files: number, offset, number, offset. */
  readonly #forward: number[] = [];

  constructor(table: ObjectTable) {
    this.#table = table;
  }

  addTable(at: number): void {
    this.#sectionAt = at;
    this.sections.add(at);
  }

  addEntry({ number, generation, offset, isFree }: TableEntry): void {
    if (isFree) this.uses.free(number);
    else this.#entry(number, generation, offset);
  }

  addStreamSection(at: number, dictionary: Dictionary): void {
    this.addTable(at);
    this.addTrailer(dictionary);
  }

  /** The entries of the cross-reference stream that was added last. */
  addStream(dictionary: Dictionary, content: Buffer): void {
    for (const entry of entriesOf(dictionary, content)) {
      if (entry === undefined) this.doubt();
      else if (entry.container !== undefined) {
        this.uses.listedInStream(entry.number, entry.container);
        this.#containers.add(entry.container);
      } else if (entry.offset !== undefined) {
        this.#entry(entry.number, entry.generation, entry.offset);
      } else this.uses.free(entry.number);
    }
  }

  /** A trailer, or the dictionary of a cross-reference stream. */
  addTrailer(dictionary: Dictionary): void {
    this.sections.addTrailer(dictionary);
    for (const root of dictionary.all('Root')) {
      if (root instanceof Reference) this.uses.usedAsCatalog(root);
    }
  }

  addUnpacked(number: number): void {
    this.#unpacked.add(number);
  }

  /** Something is not as the standard has it: readers differ, or repair the file. */
  doubt(): void {
    this.#areSound = false;
  }

  /** Whether every reader that follows them finds only what was seen; asked when the scan is over. */
  areSound(): boolean {
    return (
      this.#areSound &&
      this.sections.isSound(this.uses.highest) &&
      this.uses.fit() &&
      this.#containers.isSubsetOf(this.#unpacked) &&
      this.#forwardLeadToObjects()
    );
  }

  #forwardLeadToObjects(): boolean {
    for (let at = 0; at < this.#forward.length; at += 2) {
      if (this.#table.numberAt(this.#forward[at + 1] ?? -1) !== this.#forward[at]) return false;
    }
    return true;
  }

  #entry(number: number, generation: number, offset: number): void {
    if (!this.#areSound) return;
    this.uses.listed(number, generation);
    if (offset > this.#sectionAt) this.#forward.push(number, offset);
    else if (this.#table.numberAt(offset) !== number) this.doubt();
    if (this.#forward.length > 2 * MAX_OBJECTS) this.doubt();
  }
}
