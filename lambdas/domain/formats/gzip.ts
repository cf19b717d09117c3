// GZIP: how large the content claims to be, in the last four bytes (RFC 1952 §2.3.1).
import { constants, gunzipSync } from 'node:zlib';
import type { StoredBytes } from '../stored-bytes.ts';
import { type ArchiveEvidence, Flawed } from './evidence.ts';
import { hasMark, uint32 } from './fields.ts';
import { readExactly, withFlaw } from './reading.ts';

/** Header of ten bytes, an empty content of two, checksum and size. */
const SMALLEST_BYTES = 20;
/** DEFLATE makes nothing smaller than a 1032nd (zlib's own documentation). */
const DEFLATE_MAX_RATIO = 1032;
const SIZE_MODULUS = 2 ** 32;
/** So much of the beginning is unpacked, to half a megabyte at most, to see what is inside. */
const PEEK_BYTES = 512;
/** The marks of GZIP, ZIP, 7z, RAR, bzip2, xz and Zstandard. */
const archiveMarks = [
  '\x1f\x8b',
  'PK\x03\x04',
  '7z\xbc\xaf',
  'Rar!',
  'BZh',
  '\xfd7zXZ',
  '\x28\xb5\x2f\xfd',
];

/**
 * Reads the claim, which is modulo 4 GiB. It counts only where it can be true: in a file so small that DEFLATE could
 * not hide more than 4 GiB in it. Of a larger one the size is not known.
 */
export const inspectGzip = (bytes: StoredBytes): Promise<ArchiveEvidence> =>
  withFlaw(async () => {
    await readExactly(bytes, 0, SMALLEST_BYTES, 'GZIP file');
    const claim = uint32(await bytes.read(bytes.size - 4, 4), 0, 'little');
    const isCertain = bytes.size * DEFLATE_MAX_RATIO < SIZE_MODULUS;
    const content = peek(await bytes.read(0, PEEK_BYTES));
    const nestedArchives = archiveMarks.some((mark) => hasMark(content, 0, mark)) ? 1 : 0;
    return { entries: 1, expandedBytes: isCertain ? claim : undefined, nestedArchives };
  });

function peek(start: Uint8Array): Uint8Array {
  try {
    return gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    throw new Flawed('contradictory', 'The GZIP file cannot be unpacked.');
  }
}
