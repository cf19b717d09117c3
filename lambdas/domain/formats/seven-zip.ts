// 7z: whether its directory lies where its header says, and whether it names the cipher (7zFormat.txt of the LZMA SDK).
import { crc32 } from 'node:zlib';
import type { StoredBytes } from '../stored-bytes.ts';
import { type ArchiveEvidence, FormatError } from './evidence.ts';
import { endWithoutPadding, uint32, uint64 } from './fields.ts';
import { readEnds, readExactly, withFlaw } from './reading.ts';

const HEADER_BYTES = 32;
const DIRECTORY_MAX_BYTES = 256 * 1024;
/** The id of 7z's AES-256 with SHA-256, as it stands in a directory or in the description of a packed one. */
const aes = Uint8Array.of(0x06, 0xf1, 0x07, 0x01);

/**
 * Checks the place and checksum of the directory; the directory is usually packed itself, so that entries and sizes stay unknown.
 */
export const inspectSevenZip = (bytes: StoredBytes): Promise<ArchiveEvidence> =>
  withFlaw(async () => {
    const header = await readExactly(bytes, 0, HEADER_BYTES, '7z header');
    if (crc32(header.subarray(12)) !== uint32(header, 8, 'little')) {
      throw new FormatError('contradictory', 'The checksum of the 7z header is wrong.');
    }
    const start = HEADER_BYTES + uint64(header, 12, 'little');
    const length = uint64(header, 20, 'little');
    if (length > DIRECTORY_MAX_BYTES) {
      throw new FormatError(
        'unreadable',
        `The archive’s directory has ${length} bytes, too many to check.`,
      );
    }
    const directory = await readExactly(bytes, start, length, 'archive’s directory');
    if (crc32(directory) !== uint32(header, 28, 'little')) {
      throw new FormatError('contradictory', 'The checksum of the archive’s directory is wrong.');
    }
    const { tail, tailStart } = await readEnds(bytes);
    if (tailStart + endWithoutPadding(tail) > start + length) {
      throw new FormatError(
        'contradictory',
        'The archive is followed by data that does not belong to it.',
      );
    }
    return { isEncrypted: Buffer.from(directory).indexOf(aes) >= 0 };
  });
