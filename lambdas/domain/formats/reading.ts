// How the readers read: in few requests, and never more than they need. Small files whole, large ones by both ends.
import { BudgetExceededError, type StoredBytes } from '../stored-bytes.ts';
import { type Flaw, FormatError } from './evidence.ts';

/** Files up to this size are read and walked whole. */
export const WHOLE_MAX_BYTES = 512 * 1024;
/** Bytes read at the end of a larger file. */
export const TAIL_BYTES = 64 * 1024;

/** Reads exactly these bytes, or says that the file ends before `what` does. */
export async function readExactly(
  bytes: StoredBytes,
  start: number,
  length: number,
  what: string,
): Promise<Uint8Array> {
  if (start + length > bytes.size) {
    const missing = start + length - bytes.size;
    throw new FormatError(
      'truncated',
      `The ${what} at byte ${start} lacks its last ${missing} bytes.`,
    );
  }
  return await bytes.read(start, length);
}

/** Both ends of a file; of a small one both are the whole. */
export interface Ends {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
  /** Where the tail begins. */
  readonly tailStart: number;
  readonly isWhole: boolean;
}

/** Reads both ends: the whole of a file up to `WHOLE_MAX_BYTES`, otherwise the first and last 64 KiB. */
export async function readEnds(bytes: StoredBytes): Promise<Ends> {
  if (bytes.size <= WHOLE_MAX_BYTES) {
    const whole = await bytes.read(0, bytes.size);
    return { head: whole, tail: whole, tailStart: 0, isWhole: true };
  }
  const tailStart = bytes.size - TAIL_BYTES;
  const head = await bytes.read(0, TAIL_BYTES);
  return { head, tail: await bytes.read(tailStart, TAIL_BYTES), tailStart, isWhole: false };
}

/** Returns the evidence of a walk and, if a flaw ended it, that flaw. */
export async function withFlaw<Found extends object>(
  walk: () => Promise<Found>,
): Promise<Found | { readonly flaw: Flaw }> {
  try {
    return await walk();
  } catch (error) {
    if (error instanceof FormatError) return { flaw: error.flaw };
    if (error instanceof BudgetExceededError) {
      const detail = 'Its headers are spread too far to be read within the budget.';
      return { flaw: { kind: 'unreadable', detail } };
    }
    throw error;
  }
}
