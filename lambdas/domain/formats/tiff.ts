// TIFF and BigTIFF: pages, one directory after the other (TIFF 6.0 §2 and §8).
import { BudgetExceededError, type StoredBytes } from '../stored-bytes.ts';
import { FormatError, type ImageEvidence } from './evidence.ts';
import { type Endian, greatest, hasMark, uint8, uint16, uint32, uint64 } from './fields.ts';
import { readExactly, withFlaw } from './reading.ts';

const tags = {
  width: 0x0100,
  height: 0x0101,
  stripOffsets: 0x0111,
  orientation: 0x0112,
  stripByteCounts: 0x0117,
  tileOffsets: 0x0144,
  tileByteCounts: 0x0145,
  gps: 0x8825,
} as const;
const BIG_TIFF = 43;
/** No program writes more tags, and a directory is read at once. */
const DIRECTORY_MAX_ENTRIES = 1024;

/** How the numbers of this file are written. */
interface Layout {
  readonly endian: Endian;
  /** Offsets have eight bytes, entries twenty. */
  readonly isBig: boolean;
}

interface Page {
  readonly width: number;
  readonly height: number;
  readonly orientation?: number;
  readonly hasGps: boolean;
  /** Where the next page's directory stands; zero after the last one. */
  readonly next: number;
}

/** Reads the directory of every page that the budget reaches; the size is that of the largest page. */
export const inspectTiff = (bytes: StoredBytes): Promise<ImageEvidence> =>
  withFlaw(async () => {
    const header = await readExactly(bytes, 0, 8, 'TIFF header');
    const endian: Endian = hasMark(header, 0, 'II') ? 'little' : 'big';
    const layout: Layout = { endian, isBig: uint16(header, 2, endian) === BIG_TIFF };
    const first = layout.isBig
      ? uint64(await readExactly(bytes, 8, 8, 'TIFF header'), 0, endian)
      : uint32(header, 4, endian);
    const { pages, hasMoreFrames } = await readPages(bytes, layout, first);
    return {
      width: greatest(pages.map(({ width }) => width)),
      height: greatest(pages.map(({ height }) => height)),
      frames: pages.length,
      ...(hasMoreFrames && { hasMoreFrames }),
      orientation: pages[0]?.orientation,
      hasGps: pages.some(({ hasGps }) => hasGps),
    };
  });

async function readPages(bytes: StoredBytes, layout: Layout, first: number) {
  const pages: Page[] = [];
  const seen = new Set<number>();
  try {
    for (let at = first; at !== 0; at = pages.at(-1)?.next ?? 0) {
      if (seen.has(at))
        throw new FormatError('contradictory', 'The TIFF’s pages lead in a circle.');
      seen.add(at);
      pages.push(await readPage(bytes, layout, at));
    }
  } catch (error) {
    if (error instanceof BudgetExceededError && pages.length > 0)
      return { pages, hasMoreFrames: true };
    throw error;
  }
  if (pages.length === 0) throw new FormatError('contradictory', 'The TIFF has no page.');
  return { pages, hasMoreFrames: false };
}

async function readPage(bytes: StoredBytes, layout: Layout, at: number): Promise<Page> {
  const { endian, isBig } = layout;
  const countBytes = isBig ? 8 : 2;
  const entryBytes = isBig ? 20 : 12;
  const counted = await readExactly(bytes, at, countBytes, 'TIFF directory');
  const count = isBig ? uint64(counted, 0, endian) : uint16(counted, 0, endian);
  if (count === 0 || count > DIRECTORY_MAX_ENTRIES) {
    throw new FormatError(
      'contradictory',
      `The TIFF directory at byte ${at} claims ${count} entries.`,
    );
  }
  const length = count * entryBytes + (isBig ? 8 : 4);
  const directory = await readExactly(bytes, at + countBytes, length, 'TIFF directory');
  const entries = new Map<number, Entry>();
  for (let index = 0; index < count; index += 1) {
    const entry = readEntry(directory, index * entryBytes, layout);
    entries.set(entry.tag, entry);
  }
  const width = entries.get(tags.width)?.value ?? 0;
  const height = entries.get(tags.height)?.value ?? 0;
  if (width === 0 || height === 0) {
    throw new FormatError(
      'contradictory',
      `The TIFF claims a page of ${width} × ${height} pixels.`,
    );
  }
  checkPixels(bytes, entries.get(tags.stripOffsets), entries.get(tags.stripByteCounts));
  checkPixels(bytes, entries.get(tags.tileOffsets), entries.get(tags.tileByteCounts));
  const orientation = entries.get(tags.orientation)?.value ?? 0;
  return {
    width,
    height,
    ...(orientation >= 1 && orientation <= 8 && { orientation }),
    hasGps: entries.has(tags.gps),
    next: isBig ? uint64(directory, length - 8, endian) : uint32(directory, length - 4, endian),
  };
}

interface Entry {
  readonly tag: number;
  readonly count: number;
  /** The value itself if it is a single number that fits, otherwise where the values stand. */
  readonly value: number;
  /** Bytes of all values. */
  readonly length: number;
  readonly isInline: boolean;
}

/** Bytes of one value by its type; every other type has one byte. */
const valueBytes: Readonly<Record<number, number>> = {
  3: 2,
  4: 4,
  5: 8,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
};

function readEntry(directory: Uint8Array, at: number, { endian, isBig }: Layout): Entry {
  const unit = valueBytes[uint16(directory, at + 2, endian)] ?? 1;
  const count = isBig ? uint64(directory, at + 4, endian) : uint32(directory, at + 4, endian);
  const valueAt = at + (isBig ? 12 : 8);
  const isInline = unit * count <= (isBig ? 8 : 4);
  const read = !isInline
    ? isBig
      ? uint64
      : uint32
    : unit === 1
      ? uint8
      : unit === 2
        ? uint16
        : unit === 4
          ? uint32
          : uint64;
  const value = read(directory, valueAt, endian);
  return { tag: uint16(directory, at, endian), count, value, length: unit * count, isInline };
}

/** Checks that the pixels, or the list of where they stand, lie within the file. */
function checkPixels(bytes: StoredBytes, offsets?: Entry, byteCounts?: Entry): void {
  if (!offsets || !byteCounts) return;
  const isSingle = offsets.count === 1 && byteCounts.count === 1;
  const end =
    isSingle && byteCounts.isInline
      ? offsets.value + byteCounts.value
      : Math.max(endOfValues(offsets), endOfValues(byteCounts));
  if (end > bytes.size) {
    throw new FormatError(
      'truncated',
      `The TIFF’s pixels lack their last ${end - bytes.size} bytes.`,
    );
  }
}

const endOfValues = ({ isInline, value, length }: Entry): number => (isInline ? 0 : value + length);
