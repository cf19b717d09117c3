// Compares what the cross-references say with what the scan saw (ISO 32000-2 §7.5).
import type { ObjectTable } from './object-table.ts';
import { asCount, type Dictionary, Reference } from './values.ts';
import { entriesOf } from './xref-stream.ts';
import type { Rows } from './xref-table.ts';

/**
 * Collects every cross-reference of a file. Where all of them lead exactly to objects that the scan saw, no reader can find
 * any other; where one does not, readers search the file for objects by themselves.
 */
export class References {
  readonly #table: ObjectTable;
  #areSound = true;
  /** Offsets of tables and cross-reference streams. */
  readonly #sections = new Set<number>();
  /** Offsets that have to be one of them. */
  readonly #links = new Set<number>();
  /** Numbers of streams that entries name as object streams. */
  readonly #containers = new Set<number>();
  readonly #unpacked = new Set<number>();
  /** Entries that lead to what is not yet scanned, as in linearized files. */
  readonly #forward: { readonly number: number; readonly offset: number }[] = [];
  #lastStart: number | undefined;

  constructor(table: ObjectTable) {
    this.#table = table;
  }

  addTable(rows: Rows, at: number): void {
    this.#sections.add(at);
    if (!rows.isStrict) this.doubt();
    rows.numbers.forEach((number, index) => {
      this.#entry(number, rows.offsets[index] ?? -1, at);
    });
  }

  addStream(dictionary: Dictionary, content: Buffer, at: number): void {
    this.#sections.add(at);
    for (const entry of entriesOf(dictionary, content)) {
      if (entry === undefined) this.doubt();
      else if (entry.offset !== undefined) this.#entry(entry.number, entry.offset, at);
      else if (entry.container !== undefined) this.#containers.add(entry.container);
    }
  }

  /** What a trailer or the dictionary of a cross-reference stream leads to. */
  addTrailer(dictionary: Dictionary): void {
    for (const link of [...dictionary.all('Prev'), ...dictionary.all('XRefStm')]) {
      const offset = asCount(link);
      if (offset === undefined) this.doubt();
      else this.#links.add(offset);
    }
    if (dictionary.all('Root').some((root) => !(root instanceof Reference))) this.doubt();
  }

  addStart(offset: number): void {
    this.#lastStart = offset;
    // The first part of a linearized file has a zero there (annex F).
    if (offset !== 0) this.#links.add(offset);
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
      this.#sections.has(this.#lastStart ?? -1) &&
      this.#links.isSubsetOf(this.#sections) &&
      this.#containers.isSubsetOf(this.#unpacked) &&
      this.#forward.every(({ number, offset }) => this.#table.numberAt(offset) === number)
    );
  }

  #entry(number: number, offset: number, at: number): void {
    if (!this.#areSound) return;
    if (offset > at) this.#forward.push({ number, offset });
    else if (this.#table.numberAt(offset) !== number) this.doubt();
  }
}
