// Opens a compound file: the container of Office documents from 1993 to 2007, and of Outlook messages (MS-CFB).
import type { StoredBytes } from '../../stored-bytes.ts';
import { FormatError } from '../evidence.ts';
import { uint32 } from '../fields.ts';
import { AllocationTable, END_OF_CHAIN } from './allocation.ts';
import { chainedBytes } from './chained-bytes.ts';
import { type CompoundEntry, descendants, readDirectory } from './directory.ts';
import { readHeader } from './header.ts';

/** Streams below this size lie in the mini stream. */
const MINI_STREAM_CUTOFF_BYTES = 4096;
/** Bytes of a sector of the mini stream. */
const MINI_SECTOR_BYTES = 64;

/** A compound file whose header and directory are sound. */
export interface CompoundFile {
  readonly root: CompoundEntry;
  /** Opens each stream once, in any order; a sector that two streams share is a flaw. */
  open(stream: CompoundEntry): Promise<StoredBytes>;
  /** Follows the chains of all streams that were not opened, so that none is broken or shares sectors with another. */
  checkOthers(): Promise<void>;
  /** Whether the byte at this place of the file belongs to a stream that was opened, or to a table. */
  owns(at: number): boolean;
}

/** Reads the header and the directory. @throws FormatError, BudgetExceededError */
export async function openCompound(bytes: StoredBytes): Promise<CompoundFile> {
  const header = await readHeader(bytes);
  const table = new AllocationTable(bytes, header);
  const { sectorBytes } = header;
  const inSectors = async (start: number, size: number): Promise<StoredBytes> => {
    const chain = await table.chain(start);
    return chainedBytes(bytes, chain, sectorBytes, sectorBytes, size);
  };
  const directory = await table.chain(header.firstDirectorySector);
  const root = await readDirectory(
    chainedBytes(bytes, directory, sectorBytes, sectorBytes, directory.length * sectorBytes),
    header.version,
  );
  const opened = new Map<CompoundEntry, StoredBytes>();
  let mini: Mini | undefined;

  return { root, open, checkOthers, owns: (at) => table.owns(at) };

  async function open(stream: CompoundEntry): Promise<StoredBytes> {
    const known = opened.get(stream);
    if (known) return known;
    const result =
      stream.size === 0
        ? chainedBytes(bytes, [], sectorBytes, sectorBytes, 0)
        : stream.size >= MINI_STREAM_CUTOFF_BYTES
          ? await inSectors(stream.start, stream.size)
          : await openMini(stream);
    opened.set(stream, result);
    return result;
  }

  async function openMini(stream: CompoundEntry): Promise<StoredBytes> {
    mini ??= await readMini();
    return chainedBytes(mini.bytes, miniChain(mini, stream), MINI_SECTOR_BYTES, 0, stream.size);
  }

  async function readMini(): Promise<Mini> {
    const fatChain = await table.chain(header.firstMiniFatSector);
    if (fatChain.length > header.miniFatSectors) {
      throw new FormatError(
        'contradictory',
        'Its table of small sectors is longer than its header says.',
      );
    }
    const fatSize = fatChain.length * sectorBytes;
    const container = await inSectors(root.start, root.size);
    const fat = chainedBytes(bytes, fatChain, sectorBytes, sectorBytes, fatSize);
    // No larger than the mini stream needs, which the file holds.
    const needed = Math.min(fatSize, Math.ceil(container.size / MINI_SECTOR_BYTES) * 4);
    return {
      bytes: container,
      fat: Uint8Array.from(await readAll(fat, needed)),
      used: new Uint8Array(needed / 4),
    };
  }

  async function checkOthers(): Promise<void> {
    for (const entry of descendants(root)) if (entry.isStream) await open(entry);
  }
}

interface Mini {
  readonly bytes: StoredBytes;
  readonly fat: Uint8Array;
  /** One for each sector that a stream uses. */
  readonly used: Uint8Array;
}

function miniChain({ fat, used }: Mini, { start, path }: CompoundEntry): number[] {
  const sectors: number[] = [];
  for (let sector = start; sector !== END_OF_CHAIN; sector = uint32(fat, sector * 4, 'little')) {
    if (sector >= used.length || used[sector]) {
      throw new FormatError(
        'contradictory',
        `The small sectors of ${path} are no chain of their own.`,
      );
    }
    used[sector] = 1;
    sectors.push(sector);
  }
  return sectors;
}

/** How much is read at a time. */
const CHUNK_BYTES = 256 * 1024;

async function readAll(bytes: StoredBytes, length: number): Promise<Uint8Array> {
  const result = new Uint8Array(length);
  for (let at = 0; at < length; at += CHUNK_BYTES) {
    result.set(await bytes.read(at, Math.min(CHUNK_BYTES, length - at)), at);
  }
  return result;
}
