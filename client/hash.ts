// SHA-256 of a whole small file; hash-part.ts has that of the parts of a large one.
import { createConnections } from './connections.ts';
import { digest } from './digest.ts';
import type { ByteSlice } from './source.ts';

/** Ranges up to this size are hashed; WebCrypto takes a range only as a whole, in memory. */
export const maxHashedBytes = 100 * 1024 ** 2;

/** Files that are in memory at once to be hashed, however many uploads are started together. */
const turns = createConnections(2);

/** Whether every part of a file of `size` bytes is small enough, S3 taking at most 10,000 of them. */
export const canHashParts = (size: number): boolean => size <= 10_000 * maxHashedBytes && canHash();

/** False on a page that is not served over TLS: it has no WebCrypto. */
const canHash = (): boolean => globalThis.crypto?.subtle !== undefined;

/** Whether the SHA-256 of this range can be claimed. */
export const isHashable = ({ size }: ByteSlice): boolean => size <= maxHashedBytes && canHash();

/**
 * SHA-256 in base64, as S3's `x-amz-checksum-sha256` wants it; `undefined` when the range is too large or
 * when there is no WebCrypto. Throws what reading the range threw.
 */
export async function sha256(slice: ByteSlice): Promise<string | undefined> {
  if (!isHashable(slice)) return undefined;
  const release = await turns.take();
  try {
    return await digest(await slice.arrayBuffer());
  } finally {
    release();
  }
}
