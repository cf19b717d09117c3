// HEIC and AVIF: the primary item's properties, the places of all items, and sequences (ISO/IEC 23008-12 §6 and §9).
import type { StoredBytes } from '../stored-bytes.ts';
import { type Box, boxesIn, checkEnd, findBox, topBoxes } from './boxes.ts';
import { FormatError, type ImageEvidence } from './evidence.ts';
import { readExif } from './exif.ts';
import { greatest, uint8, uint16, uint32 } from './fields.ts';
import { exifItem, locateItems } from './heif-items.ts';
import { readExactly, withFlaw } from './reading.ts';

/** Version and flags, which many boxes begin with. */
const FULL_BOX_BYTES = 4;
const EXIF_MAX_BYTES = 64 * 1024;
/** EXIF's number for a turn by so many right angles against the clock. */
const turned = [1, 8, 3, 6];

/** Reads a HEIC's or AVIF's size from the boxes that describe its primary picture, or else its sequence. */
export const inspectHeif = (bytes: StoredBytes): Promise<ImageEvidence> =>
  withFlaw(async () => {
    let meta: Uint8Array | undefined;
    let moov: Uint8Array | undefined;
    for await (const box of topBoxes(bytes)) {
      checkEnd(box, bytes.size);
      if (box.type === 'meta') meta ??= await readBody(bytes, box);
      if (box.type === 'moov') moov ??= await readBody(bytes, box);
    }
    const sequence = moov && readSequence(moov);
    if (!meta) {
      if (!sequence) throw new FormatError('contradictory', 'The file describes no picture.');
      return sequence;
    }
    return { frames: 1, ...sequence, ...(await readStill(bytes, meta)) };
  });

const readBody = (bytes: StoredBytes, box: Box): Promise<Uint8Array> =>
  readExactly(bytes, box.body, box.end - box.body, `${box.type} box`);

async function readStill(bytes: StoredBytes, meta: Uint8Array): Promise<ImageEvidence> {
  const properties = primaryProperties(meta);
  const extent = properties.find(({ type }) => type === 'ispe');
  if (!extent)
    throw new FormatError('contradictory', 'The primary picture does not state its size.');
  const width = uint32(meta, extent.body + FULL_BOX_BYTES);
  const height = uint32(meta, extent.body + FULL_BOX_BYTES + 4);
  if (width === 0 || height === 0) {
    throw new FormatError('contradictory', `The picture claims ${width} × ${height} pixels.`);
  }
  const rotation = properties.find(({ type }) => type === 'irot');
  const orientation = rotation && turned[uint8(meta, rotation.body) & 3];
  const hasGps = await withFlaw(() => readPlace(bytes, meta));
  return { width, height, orientation, ...hasGps };
}

/** Checks that every item lies within the file, and looks for a place in the EXIF item. */
async function readPlace(bytes: StoredBytes, meta: Uint8Array): Promise<ImageEvidence> {
  const items = locateItems(meta, FULL_BOX_BYTES);
  const end = greatest(items.map((item) => item.end));
  if (end > bytes.size) {
    throw new FormatError(
      'truncated',
      `The picture’s data lacks its last ${end - bytes.size} bytes.`,
    );
  }
  const exifId = exifItem(meta, FULL_BOX_BYTES);
  const exif = items.find(({ id }) => id === exifId);
  if (exifId === undefined || !exif || exif.end - exif.start < 12) return {};
  const block = await bytes.read(exif.start, Math.min(exif.end - exif.start, EXIF_MAX_BYTES));
  // The first four bytes are the distance to the TIFF header. Only `irot` states the orientation.
  const { hasGps } = readExif(block.subarray(4 + uint32(block, 0)));
  return hasGps === undefined ? {} : { hasGps };
}

/** The properties of the primary item, by the index lists of `ipma` into `ipco`. */
function primaryProperties(meta: Uint8Array): readonly Box[] {
  const primary = findBox(meta, 'pitm', FULL_BOX_BYTES);
  const iprp = findBox(meta, 'iprp', FULL_BOX_BYTES);
  const ipco = iprp && findBox(meta, 'ipco', iprp.body, iprp.end);
  if (!primary || !iprp || !ipco) {
    throw new FormatError('contradictory', 'The file does not name its primary picture.');
  }
  const isLongId = uint8(meta, primary.body) > 0;
  const id = (isLongId ? uint32 : uint16)(meta, primary.body + FULL_BOX_BYTES);
  const all = [...boxesIn(meta, ipco.body, ipco.end)];
  const indexes = [...boxesIn(meta, iprp.body, iprp.end)]
    .filter(({ type }) => type === 'ipma')
    .flatMap((box) => associationsOf(meta, box, id));
  return indexes.flatMap((index) => all[index - 1] ?? []);
}

function associationsOf(meta: Uint8Array, box: Box, wanted: number): number[] {
  const isLongId = uint8(meta, box.body) > 0;
  const isLongIndex = (uint8(meta, box.body + 3) & 1) === 1;
  const count = uint32(meta, box.body + FULL_BOX_BYTES);
  let at = box.body + FULL_BOX_BYTES + 4;
  for (let item = 0; item < count && at < box.end; item += 1) {
    const id = (isLongId ? uint32 : uint16)(meta, at);
    at += isLongId ? 4 : 2;
    const length = uint8(meta, at);
    at += 1;
    if (id === wanted) {
      return Array.from({ length }, (_, index) =>
        isLongIndex ? uint16(meta, at + 2 * index) & 0x7fff : uint8(meta, at + index) & 0x7f,
      );
    }
    at += length * (isLongIndex ? 2 : 1);
  }
  return [];
}

/** Size and frames of a sequence: its tracks' sample counts (ISO/IEC 14496-12 §8.7.3). */
function readSequence(moov: Uint8Array): ImageEvidence {
  let [width, height, frames] = [0, 0, 0];
  for (const track of boxesIn(moov)) {
    if (track.type !== 'trak') continue;
    const header = findBox(moov, 'tkhd', track.body, track.end);
    if (header) {
      // The last two fields, in 16.16 fixed point.
      width = Math.max(width, uint16(moov, header.end - 8));
      height = Math.max(height, uint16(moov, header.end - 4));
    }
    let inner: Box | undefined = track;
    for (const type of ['mdia', 'minf', 'stbl', 'stsz']) {
      inner = inner && findBox(moov, type, inner.body, inner.end);
    }
    if (inner) frames = Math.max(frames, uint32(moov, inner.body + FULL_BOX_BYTES + 4));
  }
  if (width === 0 || height === 0 || frames === 0) {
    const detail = `The sequence claims ${frames} frames of ${width} × ${height} pixels.`;
    throw new FormatError('contradictory', detail);
  }
  return { width, height, frames };
}
