// Stored bytes over an array, with the budget that S3's have.
import {
  HEAD_MAX_BYTES,
  type MeteredBytes,
  type ReadBudget,
  storedBytes,
} from '../../lambdas/domain/stored-bytes.ts';

/** Opens an array as if it lay in S3. */
export const bytesInMemory = (whole: Uint8Array, budget?: ReadBudget): MeteredBytes =>
  storedBytes(
    { bytes: whole.subarray(0, HEAD_MAX_BYTES), size: whole.byteLength },
    async (start, length) => whole.slice(start, start + length),
    budget,
  );
