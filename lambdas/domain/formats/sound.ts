// Checks that sound, and containers that stream, have content behind their mark. Players tolerate other flaws.
import type { StoredBytes } from '../stored-bytes.ts';
import { FormatError, type MediaEvidence } from './evidence.ts';
import { hasMark, uint8, uint16, uint32 } from './fields.ts';
import { readExactly, withFlaw } from './reading.ts';

const ID3_HEADER_BYTES = 10;
/** Padding that encoders leave between the tag and the first frame. */
const SYNC_SEARCH_BYTES = 4096;

/** MP3: behind the tag, however large it claims to be, there must be a frame (ID3v2.3 §3.1, ISO/IEC 11172-3 §2.4.1). */
export const inspectMp3 = (bytes: StoredBytes): Promise<MediaEvidence> =>
  withFlaw(async () => {
    let at = 0;
    for (;;) {
      const header = await bytes.read(at, ID3_HEADER_BYTES);
      if (!hasMark(header, 0, 'ID3')) break;
      at += ID3_HEADER_BYTES + tagBytes(header);
      if (at >= bytes.size) {
        throw new FormatError(
          'truncated',
          `The MP3’s tag claims to end at byte ${at}, but the file ends at ${bytes.size}.`,
        );
      }
    }
    const sound = await bytes.read(at, SYNC_SEARCH_BYTES);
    for (let sync = 0; sync + 1 < sound.byteLength; sync += 1) {
      if (sound[sync] === 0xff && isFrame(uint8(sound, sync + 1))) return {};
    }
    throw new FormatError('contradictory', 'The MP3 has no sound behind its tag.');
  });

/** A tag's length: four times seven bits. */
const tagBytes = (header: Uint8Array): number =>
  [6, 7, 8, 9].reduce((length, at) => length * 128 + (uint8(header, at) & 0x7f), 0);

/** Second byte of a frame: the rest of the sync word, a version and a layer that exist. */
const isFrame = (byte: number): boolean =>
  (byte & 0xe0) === 0xe0 && (byte & 0x18) !== 0x08 && (byte & 0x06) !== 0;

/** WAVE: a format and data must be there; their lengths are unknown when it was streamed (RIFF, 1991). */
export const inspectWav = (bytes: StoredBytes): Promise<MediaEvidence> =>
  withFlaw(async () => {
    let hasFormat = false;
    for (let at = 12; at + 8 <= bytes.size; ) {
      const chunk = await readExactly(bytes, at, 8, 'WAVE chunk');
      const length = uint32(chunk, 4, 'little');
      if (hasMark(chunk, 0, 'fmt ')) hasFormat = true;
      if (hasMark(chunk, 0, 'data') && hasFormat) return {};
      at += 8 + length + (length % 2);
    }
    throw new FormatError('contradictory', 'The WAVE file has no sound.');
  });

/** Ogg: the first page must be whole, of version zero, and begin a stream (RFC 3533 §6). */
export const inspectOgg = (bytes: StoredBytes): Promise<MediaEvidence> =>
  withFlaw(async () => {
    const page = await readExactly(bytes, 0, 27, 'Ogg page');
    const segments = uint8(page, 26);
    const lacing = await readExactly(bytes, 27, segments, 'Ogg page');
    const payload = lacing.reduce((sum, length) => sum + length, 0);
    await readExactly(bytes, 27 + segments, payload, 'Ogg page');
    if (uint8(page, 4) !== 0 || (uint8(page, 5) & 0x02) === 0 || payload === 0) {
      throw new FormatError(
        'contradictory',
        'The Ogg file does not begin with the begin of a stream.',
      );
    }
    return {};
  });

/** Matroska and WebM: the header must be short, and a segment must follow it (RFC 8794 §4, RFC 9559 §5.1). */
export const inspectMatroska = (bytes: StoredBytes): Promise<MediaEvidence> =>
  withFlaw(async () => {
    const head = await readExactly(bytes, 0, 12, 'Matroska header');
    const lengthBytes = Math.clz32(uint8(head, 4)) - 23;
    if (lengthBytes > 8)
      throw new FormatError('contradictory', 'The Matroska header claims no length.');
    let length = uint8(head, 4) & (0xff >> lengthBytes);
    for (let index = 1; index < lengthBytes; index += 1)
      length = length * 256 + uint8(head, 4 + index);
    const segment = await readExactly(bytes, 4 + lengthBytes + length, 4, 'Matroska segment');
    if (uint16(segment, 0) !== 0x1853 || uint16(segment, 2) !== 0x8067) {
      throw new FormatError('contradictory', 'The Matroska header is not followed by a film.');
    }
    return {};
  });
