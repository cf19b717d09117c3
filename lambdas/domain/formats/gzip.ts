// GZIP: how large the content claims to be, in the last four bytes (RFC 1952 §2.3.1).
import type { StoredBytes } from '../stored-bytes.ts';
import type { ArchiveEvidence } from './evidence.ts';
import { uint32 } from './fields.ts';
import { readExactly, withFlaw } from './reading.ts';

/** Header of ten bytes, an empty content of two, checksum and size. */
const SMALLEST_BYTES = 20;
/** DEFLATE makes nothing smaller than a 1032nd (zlib's own documentation). */
const DEFLATE_MAX_RATIO = 1032;
const SIZE_MODULUS = 2 ** 32;

/**
 * Reads the claim, which is modulo 4 GiB. It counts only where it can be true: in a file so small that DEFLATE could
 * not hide more than 4 GiB in it. Of a larger one the size is not known.
 */
export const inspectGzip = (bytes: StoredBytes): Promise<ArchiveEvidence> =>
  withFlaw(async () => {
    await readExactly(bytes, 0, SMALLEST_BYTES, 'GZIP file');
    const claim = uint32(await bytes.read(bytes.size - 4, 4), 0, 'little');
    const isCertain = bytes.size * DEFLATE_MAX_RATIO < SIZE_MODULUS;
    return { entries: 1, expandedBytes: isCertain ? claim : undefined };
  });
