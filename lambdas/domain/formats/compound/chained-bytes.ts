// Bytes that lie in a chain of sectors, read as if they stood in a row.
import type { StoredBytes } from '../../stored-bytes.ts';
import { FormatError } from '../evidence.ts';

/**
 * The first `size` bytes of a chain of sectors of `sectorBytes`, the first of which begins at `firstOffset`.
 * @throws FormatError when the chain or the file ends before them
 */
export function chainedBytes(
  bytes: StoredBytes,
  chain: readonly number[],
  sectorBytes: number,
  firstOffset: number,
  size: number,
): StoredBytes {
  const missing = size - chain.length * sectorBytes;
  if (missing > 0) {
    throw new FormatError('truncated', `A stream of ${size} bytes lacks its last ${missing}.`);
  }
  return {
    size,
    async read(start, length) {
      const end = Math.min(start + length, size);
      if (end <= start) return new Uint8Array();
      const parts: Uint8Array[] = [];
      for (let at = start; at < end; ) {
        const index = Math.floor(at / sectorBytes);
        const within = at - index * sectorBytes;
        const sectors = contiguous(
          chain,
          index,
          Math.ceil((end - index * sectorBytes) / sectorBytes),
        );
        const wanted = Math.min(end - at, sectors * sectorBytes - within);
        const from = firstOffset + (chain[index] ?? 0) * sectorBytes + within;
        const part = await bytes.read(from, wanted);
        if (part.byteLength < wanted) {
          throw new FormatError(
            'truncated',
            `A stream lacks ${wanted - part.byteLength} of its bytes.`,
          );
        }
        parts.push(part);
        at += wanted;
      }
      const [only] = parts;
      return parts.length === 1 && only ? only : Buffer.concat(parts);
    },
  };
}

/** How many sectors from this one on, at most so many, follow each other in the file as well. */
function contiguous(chain: readonly number[], index: number, most: number): number {
  const first = chain[index] ?? 0;
  let count = 1;
  while (count < most && chain[index + count] === first + count) count += 1;
  return count;
}
