// Follows a TAR archive as its bytes arrive: every entry's header, and the first bytes of its content.
import { contentKind } from '../content-kind.ts';
import { type ArchiveEvidence, FormatError } from '../evidence.ts';
import { isUnsafeName } from '../zip/names.ts';
import { isArchiveEntry, isProgramEntry } from './entry-kinds.ts';
import { type PaxRecords, readPaxRecords } from './pax-records.ts';
import { BLOCK_BYTES, readTarHeader, type TarHeader } from './tar-header.ts';

/** Longest name or extended header that is read. */
const METADATA_MAX_BYTES = 256 * 1024;
const ENTRIES_MAX = 1_000_000;
/** Sizes from here on do not fit into the eleven octal digits of a header. */
const OCTAL_SIZE_END = 8 ** 11;
const NAME_MAX_CHARACTERS = 100;
/** Extended headers and long names that may stand before one entry. */
const METADATA_HEADERS_MAX = 8;

/** The next part of an archive. */
type Expected = 'header' | 'metadata' | 'content' | 'padding' | 'end';

/** Counts and judges the entries of an archive. Linear, and in constant memory. */
export class TarReader {
  #expected: Expected = 'header';
  /** Bytes that are being gathered, and how many are needed. */
  #gathered: Uint8Array[] = [];
  #wanted = BLOCK_BYTES;
  /** Bytes of the entry after the gathered ones, with the padding. */
  #left = 0;
  #at = 0;
  #zeroBlocks = 0;
  #current: TarHeader | undefined;
  #metadataHeaders = 0;
  #longName: string | undefined;
  #pax: PaxRecords | undefined;
  #entries = 0;
  #expandedBytes = 0;
  #nestedArchives = 0;
  #programs = 0;
  #unsafeName: string | undefined;

  /** The evidence so far. */
  get evidence(): ArchiveEvidence {
    return {
      entries: this.#entries,
      expandedBytes: this.#expandedBytes,
      nestedArchives: this.#nestedArchives,
      programs: this.#programs,
      ...(this.#unsafeName !== undefined && { unsafeName: this.#unsafeName }),
    };
  }

  /** The next bytes that can be skipped. */
  get skippable(): number {
    return this.#expected === 'padding' ? this.#left : 0;
  }

  /** Leaves out bytes, at most the skippable ones. */
  skip(length: number): void {
    this.#at += length;
    this.#left -= length;
    if (this.#left === 0) this.#expectHeader();
  }

  /** Takes the next bytes. @throws FormatError */
  push(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.byteLength) {
      const rest = bytes.subarray(at);
      at += this.#expected === 'padding' ? this.#pass(rest) : this.#gather(rest);
    }
  }

  /** Ends the archive. @throws FormatError when something is missing */
  end(): void {
    if (this.#expected === 'end') return;
    const detail =
      this.#expected === 'header'
        ? 'The archive ends without its end mark.'
        : `The archive lacks the last ${this.#left + this.#wanted} bytes of its last entry.`;
    throw new FormatError('truncated', detail);
  }

  #pass(bytes: Uint8Array): number {
    const length = Math.min(bytes.byteLength, this.#left);
    this.skip(length);
    return length;
  }

  #gather(bytes: Uint8Array): number {
    if (this.#expected === 'end') {
      if (bytes.some((byte) => byte !== 0)) throw behindTheEnd(this.#at);
      this.#at += bytes.byteLength;
      return bytes.byteLength;
    }
    const length = Math.min(bytes.byteLength, this.#wanted);
    this.#gathered.push(bytes.slice(0, length));
    this.#wanted -= length;
    this.#at += length;
    if (this.#wanted === 0) this.#take(Buffer.concat(this.#gathered));
    return length;
  }

  #take(bytes: Uint8Array): void {
    this.#gathered = [];
    if (this.#expected === 'header') this.#readBlock(bytes);
    else {
      if (this.#expected === 'metadata') this.#readMetadata(bytes);
      else this.#judgeContent(bytes);
      this.#expected = 'padding';
      if (this.#left === 0) this.#expectHeader();
    }
  }

  #expectHeader(): void {
    this.#expected = 'header';
    this.#wanted = BLOCK_BYTES;
  }

  #readBlock(block: Uint8Array): void {
    if (block.every((byte) => byte === 0)) {
      this.#zeroBlocks += 1;
      if (this.#metadataHeaders > 0) throw lonelyMetadata();
      this.#expectHeader();
      if (this.#zeroBlocks === 2) this.#expected = 'end';
      return;
    }
    const at = this.#at - BLOCK_BYTES;
    if (this.#zeroBlocks > 0) throw behindTheEnd(at);
    const header = readTarHeader(block, at);
    const isMetadata = 'LKxXg'.includes(header.type);
    if (isMetadata) this.#beginMetadata(header);
    else this.#beginEntry(header, at);
  }

  #beginMetadata(header: TarHeader): void {
    this.#metadataHeaders += header.type === 'g' ? 0 : 1;
    if (header.size > METADATA_MAX_BYTES || this.#metadataHeaders > METADATA_HEADERS_MAX) {
      throw new FormatError(
        'unreadable',
        'The archive has an extended header that is too large to be read.',
      );
    }
    this.#current = header;
    this.#begin('metadata', header.size, header.size);
  }

  #begin(expected: Expected, size: number, wanted: number): void {
    this.#expected = expected;
    this.#wanted = wanted;
    this.#left = Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES - wanted;
    if (wanted === 0) this.#take(new Uint8Array());
  }

  #readMetadata(content: Uint8Array): void {
    const type = this.#current?.type;
    if (type === 'x' || type === 'X' || type === 'g') {
      const records = readPaxRecords(content, type === 'g');
      if (type === 'g') return;
      if (this.#pax) throw twice();
      this.#pax = records;
      return;
    }
    const name = Buffer.from(content).toString('latin1').split('\0', 1)[0] ?? '';
    if (type === 'K') return;
    if (this.#longName !== undefined) throw twice();
    this.#longName = name;
  }

  #beginEntry(header: TarHeader, at: number): void {
    if (this.#longName !== undefined && this.#pax?.path !== undefined) throw twice();
    const size = this.#pax?.size ?? header.size;
    // A size that fits into the header is the same there; readers that know no extended headers take that.
    if (size !== header.size && size < OCTAL_SIZE_END) throw twoSizes(at);
    const longName = this.#pax?.path ?? this.#longName;
    const names = longName === undefined ? header.names : [longName, ...header.names];
    const name = names[0] ?? '';
    this.#metadataHeaders = 0;
    this.#pax = undefined;
    this.#longName = undefined;
    this.#entries += 1;
    if (this.#entries > ENTRIES_MAX) {
      throw new FormatError('unreadable', `The archive has more than ${ENTRIES_MAX} entries.`);
    }
    this.#checkType(header.type, name, size, at);
    if (names.some(isUnsafe)) this.#refuseName(name);
    this.#expandedBytes += size;
    this.#current = { ...header, names: [name], size };
    this.#begin('content', size, Math.min(size, BLOCK_BYTES));
  }

  /** Files and folders are accepted; links and devices are unsafe; types that not every reader supports are a flaw. */
  #checkType(type: string, name: string, size: number, at: number): void {
    if (!'0123456V'.includes(type)) {
      const shown = JSON.stringify(type);
      throw new FormatError(
        'unreadable',
        `The entry at byte ${at} has the type ${shown}, which cannot be followed.`,
      );
    }
    if (size > 0 && (type !== '0' || name.endsWith('/'))) {
      throw new FormatError(
        'contradictory',
        `The entry at byte ${at} is no file, but has ${size} bytes.`,
      );
    }
    if ('12346'.includes(type)) this.#refuseName(name);
  }

  #refuseName(name: string): void {
    this.#unsafeName ??= name.slice(0, NAME_MAX_CHARACTERS);
  }

  #judgeContent(head: Uint8Array): void {
    const name = this.#current?.names[0] ?? '';
    const kind = head.byteLength === 0 ? undefined : contentKind(head);
    if (isArchiveEntry(name, kind)) this.#nestedArchives += 1;
    if (isProgramEntry(name, kind)) this.#programs += 1;
  }
}

/** A name is read as Latin-1 by some readers, and as UTF-8 by others. */
const isUnsafe = (name: string): boolean =>
  isUnsafeName(name) || isUnsafeName(Buffer.from(name, 'latin1').toString('utf8'));

const behindTheEnd = (at: number): FormatError =>
  new FormatError(
    'contradictory',
    `Data that some readers follow stands behind the archive’s end, at byte ${at}.`,
  );
const lonelyMetadata = (): FormatError =>
  new FormatError(
    'contradictory',
    'The archive ends with an extended header that belongs to no entry.',
  );
const twice = (): FormatError =>
  new FormatError('contradictory', 'An entry of the archive has two extended names.');
const twoSizes = (at: number): FormatError =>
  new FormatError('contradictory', `The entry at byte ${at} has two sizes.`);
