// TAR: its first header's checksum, and names that leave the folder (POSIX.1-2017, pax: ustar interchange format).
import type { StoredBytes } from '../stored-bytes.ts';
import { type ArchiveEvidence, Flawed } from './evidence.ts';
import { latin1 } from './fields.ts';
import { readExactly, withFlaw } from './reading.ts';

const BLOCK_BYTES = 512;
const CHECKSUM_AT = 148;
const CHECKSUM_BYTES = 8;
const SIZE_AT = 124;
const SIZE_DIGITS = 11;

/** Reads the first entry alone: a TAR has no directory and packs nothing, so it expands to what it is. */
export const inspectTar = (bytes: StoredBytes): Promise<ArchiveEvidence> =>
  withFlaw(async () => {
    const header = await readExactly(bytes, 0, BLOCK_BYTES, 'TAR header');
    const sum = header.reduce((total, byte, at) => {
      const isChecksum = at >= CHECKSUM_AT && at < CHECKSUM_AT + CHECKSUM_BYTES;
      return total + (isChecksum ? 0x20 : byte);
    }, 0);
    if (Number.parseInt(latin1(header, CHECKSUM_AT, CHECKSUM_BYTES), 8) !== sum) {
      throw new Flawed('contradictory', 'The checksum of the archive’s first entry is wrong.');
    }
    // A size too large for octal digits is written in another way, which only true giants need.
    const claimed = Number.parseInt(latin1(header, SIZE_AT, SIZE_DIGITS), 8);
    if (BLOCK_BYTES + claimed > bytes.size) {
      const detail = `The archive’s first entry claims ${claimed} bytes; the whole file has ${bytes.size}.`;
      throw new Flawed('truncated', detail);
    }
    const name = latin1(header, 0, 100).split('\0', 1)[0] ?? '';
    const isUnsafe = name.startsWith('/') || name.split('/').includes('..');
    return { expandedBytes: bytes.size, ...(isUnsafe && { unsafeName: name }) };
  });
