// The header of a compound file: its version, the size of its sectors, and where its tables begin (MS-CFB, section 2.2).
import type { StoredBytes } from '../../stored-bytes.ts';
import { FormatError } from '../evidence.ts';
import { hasMark, uint16, uint32 } from '../fields.ts';
import { readExactly } from '../reading.ts';

/** The mark that a compound file begins with. */
const COMPOUND_MARK = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';
/** Bytes of the header; in version 4 zeros fill the rest of its sector. */
const HEADER_BYTES = 512;
/** Sectors of the FAT that the header itself names. */
const HEADER_FAT_SECTORS = 109;
/** Streams below this size lie in the mini stream (MS-CFB, section 2.2: fixed). */
const MINI_STREAM_CUTOFF_BYTES = 4096;
/** Log2 of the bytes of a sector of the mini stream (fixed). */
const MINI_SECTOR_SHIFT = 6;

/** What the header says; every number is as it stands there. */
export interface CompoundHeader {
  readonly version: 3 | 4;
  /** Bytes of a sector: 512 in version 3, 4,096 in version 4. */
  readonly sectorBytes: number;
  readonly fatSectors: number;
  readonly firstDirectorySector: number;
  readonly firstMiniFatSector: number;
  readonly miniFatSectors: number;
  readonly firstDifatSector: number;
  readonly difatSectors: number;
  /** The first sectors of the FAT. */
  readonly difat: readonly number[];
}

/** Reads the header. @throws FormatError where it is not as the specification fixes it */
export async function readHeader(bytes: StoredBytes): Promise<CompoundHeader> {
  const head = await readExactly(bytes, 0, HEADER_BYTES, 'header');
  if (!hasMark(head, 0, COMPOUND_MARK)) {
    throw new FormatError('contradictory', 'It has no mark of a compound file.');
  }
  const version = uint16(head, 26, 'little');
  const shift = uint16(head, 30, 'little');
  const isKnown = (version === 3 && shift === 9) || (version === 4 && shift === 12);
  if (!isKnown || uint16(head, 28, 'little') !== 0xfffe) {
    throw new FormatError(
      'contradictory',
      `Its header names version ${version} with sectors of 2^${shift} bytes.`,
    );
  }
  if (
    uint16(head, 32, 'little') !== MINI_SECTOR_SHIFT ||
    uint32(head, 56, 'little') !== MINI_STREAM_CUTOFF_BYTES
  ) {
    throw new FormatError(
      'contradictory',
      'Its header names other small sectors than the format has.',
    );
  }
  return {
    version: version === 3 ? 3 : 4,
    sectorBytes: 1 << shift,
    fatSectors: uint32(head, 44, 'little'),
    firstDirectorySector: uint32(head, 48, 'little'),
    firstMiniFatSector: uint32(head, 60, 'little'),
    miniFatSectors: uint32(head, 64, 'little'),
    firstDifatSector: uint32(head, 68, 'little'),
    difatSectors: uint32(head, 72, 'little'),
    difat: Array.from({ length: HEADER_FAT_SECTORS }, (_, index) =>
      uint32(head, 76 + 4 * index, 'little'),
    ),
  };
}
