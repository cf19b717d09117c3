// Surveys a PDF in one pass: reviews every object, unpacks object streams, and collects what has to be compared at the end.
import { type Flaw, FormatError } from '../evidence.ts';
import { EncryptionNames } from './encryption-names.ts';
import { type Filter, filtersOf } from './filters.ts';
import { headerOf, isObjectStream, packedObject, placesIn } from './object-stream.ts';
import { ObjectTable } from './object-table.ts';
import { type Decryption, plain } from './protection.ts';
import { References } from './references.ts';
import { type Place, Review } from './review.ts';
import type { FileObject, ScanVisitor } from './scan.ts';
import { Unpacker } from './unpack.ts';
import { asCount, Dictionary, Reference, type Value } from './values.ts';
import type { Window } from './window.ts';
import { isCrossReference } from './xref-stream.ts';
import type { TableEntry } from './xref-table.ts';

/** Object streams whose entries stand in other objects, which no program writes. */
const MAX_DEFERRED = 1000;

/** An object stream that can be unpacked. */
export interface Packing {
  readonly count: number;
  readonly first: number;
  readonly filters: readonly Filter[];
}

/** What one pass over a file collects. */
export class Survey implements ScanVisitor {
  readonly table = new ObjectTable();
  readonly references = new References(this.table);
  readonly review = new Review((reference) => this.references.uses.referred(reference));
  readonly unpacker: Unpacker;
  readonly encryption = new EncryptionNames();
  readonly trailers = new Set<number>();
  /** Rows of object streams whose entries stand in other objects. */
  readonly deferred: number[] = [];
  readonly #window: Window;
  readonly #decryption: Decryption;
  /** Cross-reference streams are never encrypted (§7.6.2). */
  readonly #plainUnpacker: Unpacker;
  /** The first flaw; what follows it is surveyed nevertheless. */
  flaw: Flaw | undefined;
  /** Behind the last `%%EOF`. */
  lastEnd: number | undefined;
  hasStart = false;
  /** Some readers begin with the section behind the first object of such a file (annex F). */
  isLinearized = false;

  constructor(window: Window, decryption: Decryption) {
    this.#window = window;
    this.#decryption = decryption;
    this.unpacker = new Unpacker(window.size, decryption);
    this.#plainUnpacker = new Unpacker(window.size, plain);
  }

  async object(object: FileObject): Promise<void> {
    const { number, generation, at, keywordAt, values, malformed, stream } = object;
    const row = this.table.addInFile(number, at, keywordAt);
    if (malformed !== undefined) {
      this.note(
        new FormatError('contradictory', `Object ${number} at byte ${at} has ${malformed}.`),
      );
    }
    this.references.uses.stands(number, generation, values);
    this.#checkLength(values);
    this.review.values(values, this.placeOf(object), stream?.dictionary);
    if (!stream) return;
    if (isCrossReference(stream.dictionary)) await this.#crossReference(object, stream.dictionary);
    if (isObjectStream(stream.dictionary)) {
      await this.attempt(async () => {
        const packing = packingOf(stream.dictionary);
        if (packing) await this.unpack(object, row, packing);
        else if (this.deferred.length < MAX_DEFERRED) this.deferred.push(row);
        else
          throw new FormatError(
            'unreadable',
            'Too many object streams name their entries elsewhere.',
          );
      });
    }
  }

  trailer(dictionary: Dictionary, at: number): void {
    this.trailers.add(at);
    this.references.addTrailer(dictionary);
    this.encryption.add(dictionary);
    this.review.values([dictionary], { where: 'the trailer', decrypt: (bytes) => bytes });
  }

  tableStart(at: number): void {
    this.references.addTable(at);
  }

  tableEntry(entry: TableEntry): void {
    this.references.addEntry(entry);
  }

  tableEnd(isStrict: boolean): void {
    if (!isStrict) this.references.doubt();
  }

  startxref(offset: number, at: number): void {
    this.hasStart = true;
    this.references.sections.addStart(offset, at);
  }

  endMark(end: number): void {
    this.lastEnd = end;
  }

  /** Reviews the objects of an object stream. @throws FormatError */
  async unpack(object: FileObject, row: number, { count, first, filters }: Packing): Promise<void> {
    const content = await this.unpacker.unpack(this.#window, object, filters);
    for (const place of placesIn(content, count, first)) {
      const { number, at, values } = packedObject(content, place);
      this.table.addInStream(number, at, row);
      this.references.uses.standsInStream(number, object.number, values);
      // Strings in object streams are encrypted with the stream, not by themselves.
      const where = `object ${number} in object stream ${object.number}`;
      this.review.values(values, { where, decrypt: (bytes) => bytes });
    }
    this.references.addUnpacked(object.number);
  }

  /** Notes a flaw in place of throwing it. */
  async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      this.note(error);
    }
  }

  note({ flaw }: FormatError): void {
    this.flaw ??= flaw;
  }

  placeOf({ number, generation }: FileObject): Place {
    return {
      where: `object ${number}`,
      decrypt: (bytes) => this.#decryption.string(bytes, number, generation),
    };
  }

  /** A linearized file states its length, so that it is known when its end is missing (annex F). */
  #checkLength([value]: readonly Value[]): void {
    if (!(value instanceof Dictionary) || !value.has('Linearized')) return;
    this.isLinearized = true;
    const length = asCount(value.get('L')) ?? 0;
    if (length <= this.#window.size) return;
    const missing = length - this.#window.size;
    this.note(new FormatError('truncated', `The PDF lacks its last ${missing} bytes.`));
  }

  async #crossReference(object: FileObject, dictionary: Dictionary): Promise<void> {
    this.references.addStreamSection(object.at, dictionary);
    this.encryption.add(dictionary);
    try {
      const filters = filtersOf(dictionary);
      if (!filters) throw new FormatError('unreadable', 'Its filters stand elsewhere.');
      const content = await this.#plainUnpacker.unpack(this.#window, object, filters);
      this.references.addStream(dictionary, content);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      // Readers that cannot read it repair the file.
      this.references.doubt();
    }
  }
}

/** What it takes to unpack an object stream; undefined when it stands in other objects. @throws FormatError */
export function packingOf(dictionary: Dictionary): Packing | undefined {
  const { count, first } = headerOf(dictionary);
  const filters = filtersOf(dictionary);
  if (!filters || count instanceof Reference || first instanceof Reference) return undefined;
  return { count: countOf(count), first: countOf(first), filters };
}

function countOf(value: Value): number {
  const count = asCount(value);
  if (count === undefined) {
    throw new FormatError(
      'contradictory',
      'An object stream does not say how many objects it holds.',
    );
  }
  return count;
}
