// Where the items of a HEIC or AVIF lie (`iloc`), and which of them is its EXIF (`iinf`): ISO/IEC 14496-12 §8.11.
import { type Box, boxesIn, findBox } from './boxes.ts';
import { FormatError } from './evidence.ts';
import { latin1, uint8, uint16, uint32, uintOf } from './fields.ts';

/** A stretch of an item's bytes in the file. */
export interface Extent {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

const FULL_BOX_BYTES = 4;
/** Offsets count from the file's first byte; others count from boxes. */
const FROM_FILE = 0;

/** Every stretch of the file that holds an item's bytes. */
export function locateItems(meta: Uint8Array, from: number): readonly Extent[] {
  const box = findBox(meta, 'iloc', from);
  return box ? readLocations(meta, box) : [];
}

function readLocations(meta: Uint8Array, box: Box): Extent[] {
  const version = uint8(meta, box.body);
  const sizes = uint16(meta, box.body + FULL_BOX_BYTES);
  const [offsetBytes = 0, lengthBytes = 0, baseBytes = 0, rest = 0] = [12, 8, 4, 0].map(
    (shift) => (sizes >> shift) & 15,
  );
  const indexBytes = version > 0 ? rest : 0;
  if ([offsetBytes, lengthBytes, baseBytes, indexBytes].some((size) => ![0, 4, 8].includes(size))) {
    throw new FormatError('contradictory', 'The list of the picture’s items cannot be read.');
  }
  let at = box.body + FULL_BOX_BYTES + 2;
  const take = (length: number): number => {
    at += length;
    if (at > box.end)
      throw new FormatError('truncated', 'The list of the picture’s items is cut short.');
    return uintOf(meta, at - length, length);
  };
  const extents: Extent[] = [];
  for (let left = take(version < 2 ? 2 : 4); left > 0; left -= 1) {
    const id = take(version < 2 ? 2 : 4);
    const method = version > 0 ? take(2) & 15 : FROM_FILE;
    take(2);
    const base = take(baseBytes);
    let count = take(2);
    // Extents without any numbers would cost nothing to claim by the million.
    if (offsetBytes + lengthBytes + indexBytes === 0) count = Math.min(count, 1);
    for (; count > 0; count -= 1) {
      take(indexBytes);
      const start = base + take(offsetBytes);
      const end = start + take(lengthBytes);
      if (method === FROM_FILE) extents.push({ id, start, end });
    }
  }
  return extents;
}

/** The id of the item that holds EXIF. */
export function exifItem(meta: Uint8Array, from: number): number | undefined {
  const box = findBox(meta, 'iinf', from);
  if (!box) return undefined;
  const entries = box.body + FULL_BOX_BYTES + (uint8(meta, box.body) === 0 ? 2 : 4);
  for (const entry of boxesIn(meta, entries, box.end)) {
    const version = uint8(meta, entry.body);
    if (entry.type !== 'infe' || version < 2) continue;
    const idBytes = version === 2 ? 2 : 4;
    const type = entry.body + FULL_BOX_BYTES + idBytes + 2;
    if (latin1(meta, type) === 'Exif') {
      return (idBytes === 2 ? uint16 : uint32)(meta, entry.body + FULL_BOX_BYTES);
    }
  }
  return undefined;
}
