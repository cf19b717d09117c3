// EXIF and XMP: the orientation of a picture, and whether it contains a place (EXIF 2.32 §4.6). Shares TIFF's directories.
import { FormatError } from './evidence.ts';
import { type Endian, latin1, uint16, uint32 } from './fields.ts';

/** The evidence of a picture's EXIF; facts that it does not state are absent. */
export interface ExifEvidence {
  readonly orientation?: number;
  readonly hasGps?: boolean;
}

const ORIENTATION = 0x0112;
const GPS_DIRECTORY = 0x8825;
const GPS_LATITUDE = 2;
const ENTRY_BYTES = 12;
const SHORT = 3;

/** Reads a TIFF block of EXIF. Metadata is optional, so that a flaw in it is ignored and does not refuse the picture. */
export function readExif(block: Uint8Array): ExifEvidence {
  try {
    return read(block);
  } catch (error) {
    if (error instanceof FormatError) return {};
    throw error;
  }
}

/**
 * Whether a packet of XMP has a place: EXIF's own property, as programs copy it (XMP part 2 §3.3). Its value is not
 * read; a wrong report of a place is the lesser harm.
 */
export const hasPlaceInXmp = ({ buffer, byteOffset, byteLength }: Uint8Array): boolean =>
  Buffer.from(buffer, byteOffset, byteLength).includes(':GPSLatitude');

function read(block: Uint8Array): ExifEvidence {
  const order = latin1(block, 0, 2);
  if (order !== 'II' && order !== 'MM') return {};
  const endian: Endian = order === 'II' ? 'little' : 'big';
  if (uint16(block, 2, endian) !== 42) return {};
  const first = uint32(block, 4, endian);
  const orientationAt = findEntry(block, first, ORIENTATION, endian);
  const orientation =
    orientationAt !== undefined && uint16(block, orientationAt + 2, endian) === SHORT
      ? uint16(block, orientationAt + 8, endian)
      : 0;
  const gpsAt = findEntry(block, first, GPS_DIRECTORY, endian);
  return {
    ...(orientation >= 1 && orientation <= 8 && { orientation }),
    ...(gpsAt !== undefined && {
      hasGps: hasPlace(block, uint32(block, gpsAt + 8, endian), endian),
    }),
  };
}

/** Whether the GPS directory has a latitude: many cameras write one that only names its version. */
function hasPlace(block: Uint8Array, directory: number, endian: Endian): boolean {
  try {
    return findEntry(block, directory, GPS_LATITUDE, endian) !== undefined;
  } catch (error) {
    // The place may be beyond the bytes that were read; a wrong report of a place is the lesser harm.
    if (error instanceof FormatError) return true;
    throw error;
  }
}

/** Where in the directory the entry with this tag stands. */
function findEntry(
  block: Uint8Array,
  directory: number,
  tag: number,
  endian: Endian,
): number | undefined {
  const count = uint16(block, directory, endian);
  for (let index = 0; index < count; index += 1) {
    const at = directory + 2 + index * ENTRY_BYTES;
    if (uint16(block, at, endian) === tag) return at;
  }
  return undefined;
}
