// The allocation table of a compound file: which sector follows which, each used once at most (MS-CFB, sections 2.3 and 2.5).
import type { StoredBytes } from '../../stored-bytes.ts';
import { FormatError } from '../evidence.ts';
import { uint32 } from '../fields.ts';
import type { CompoundHeader } from './header.ts';

/** The last sector of a chain names this as the next one. */
export const END_OF_CHAIN = 0xfffffffe;
/** A sector that belongs to nothing, and a field that names no sector. */
const FREE_SECTOR = 0xffffffff;
/** Sectors of the largest file that is read: 4 GiB of 512 bytes. */
const MAX_SECTORS = 8 * 1024 ** 2;

/** Follows chains of sectors. The table is read piece by piece as chains need it; memory is at most 1/128 of the file. */
export class AllocationTable {
  readonly #bytes: StoredBytes;
  readonly #header: CompoundHeader;
  /** Sectors that hold the table, as far as they are known. */
  readonly #fatSectors: number[];
  readonly #pieces = new Map<number, Uint8Array>();
  readonly #used: Uint8Array;
  #nextDifatSector: number;
  #readDifatSectors = 0;
  /** Sectors that the file has; the last one may be cut short where no stream needs its end. */
  readonly sectors: number;

  constructor(bytes: StoredBytes, header: CompoundHeader) {
    this.#bytes = bytes;
    this.#header = header;
    this.sectors = Math.max(0, Math.ceil(bytes.size / header.sectorBytes) - 1);
    if (this.sectors > MAX_SECTORS) {
      throw new FormatError('unreadable', `It has more than ${MAX_SECTORS} sectors.`);
    }
    const { fatSectors } = header;
    if (fatSectors === 0 || fatSectors > this.sectors) {
      throw new FormatError(
        'contradictory',
        `Its header names ${fatSectors} sectors of its table.`,
      );
    }
    this.#used = new Uint8Array(Math.ceil(this.sectors / 8));
    this.#fatSectors = header.difat.slice(0, fatSectors);
    for (const sector of this.#fatSectors) this.#use(sector);
    this.#nextDifatSector = header.firstDifatSector;
  }

  /** Where a sector begins in the file. */
  offset(sector: number): number {
    return (sector + 1) * this.#header.sectorBytes;
  }

  /**
   * The sectors of a chain in order, each marked as used. @throws FormatError at a loop, a shared sector, or one that the file
   * does not have
   */
  async chain(first: number): Promise<number[]> {
    const sectors: number[] = [];
    for (let sector = first; sector !== END_OF_CHAIN; sector = await this.#next(sector)) {
      this.#use(sector);
      sectors.push(sector);
    }
    return sectors;
  }

  /** Whether the byte at this place lies in a sector of a chain that was followed, or of the table. */
  owns(at: number): boolean {
    const sector = Math.floor(at / this.#header.sectorBytes) - 1;
    return ((this.#used[sector >> 3] ?? 0) & (1 << (sector & 7))) !== 0;
  }

  async #next(sector: number): Promise<number> {
    const perSector = this.#header.sectorBytes / 4;
    const piece = Math.floor(sector / perSector);
    const known = this.#pieces.get(piece) ?? (await this.#readPiece(piece));
    return uint32(known, (sector % perSector) * 4, 'little');
  }

  async #readPiece(number: number): Promise<Uint8Array> {
    if (number >= this.#header.fatSectors) {
      throw new FormatError('contradictory', 'Its table does not reach all of its sectors.');
    }
    while (this.#fatSectors.length <= number) await this.#readDifat();
    const sector = this.#fatSectors[number] ?? FREE_SECTOR;
    // A copy: the bytes that were read belong to a page, which would be kept for as long.
    const piece = Uint8Array.from(await this.#readSector(sector));
    this.#pieces.set(number, piece);
    return piece;
  }

  /** Reads one more sector of the list of the table's sectors. */
  async #readDifat(): Promise<void> {
    const { difatSectors, fatSectors, sectorBytes } = this.#header;
    if (this.#readDifatSectors >= difatSectors) {
      throw new FormatError(
        'contradictory',
        'The list of its table is shorter than its header says.',
      );
    }
    const at = this.#nextDifatSector;
    this.#use(at);
    this.#readDifatSectors += 1;
    const list = await this.#readSector(at);
    const last = sectorBytes - 4;
    for (let field = 0; field < last && this.#fatSectors.length < fatSectors; field += 4) {
      const sector = uint32(list, field, 'little');
      this.#use(sector);
      this.#fatSectors.push(sector);
    }
    this.#nextDifatSector = uint32(list, last, 'little');
  }

  async #readSector(sector: number): Promise<Uint8Array> {
    return await this.#bytes.read(this.offset(sector), this.#header.sectorBytes);
  }

  #use(sector: number): void {
    if (sector >= this.sectors) {
      throw new FormatError(
        'truncated',
        `It names sector ${sector}, but has only ${this.sectors}.`,
      );
    }
    const mask = 1 << (sector & 7);
    const byte = this.#used[sector >> 3] ?? 0;
    if (byte & mask) throw new FormatError('contradictory', `Its sector ${sector} is used twice.`);
    this.#used[sector >> 3] = byte | mask;
  }
}
