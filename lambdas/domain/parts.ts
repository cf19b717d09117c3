// Multipart arithmetic: how a file is cut, how long each part is, and whether what S3 holds is the whole of it.
import { MiB } from './sizes.ts';

/** How a file is cut: every part has `partSize` bytes but the last, which has the rest. */
export interface PartPlan {
  readonly partSize: number;
  readonly partCount: number;
}

/** A part that S3 holds. */
export interface StoredPart {
  readonly partNumber: number;
  /** Bytes. */
  readonly size: number;
  readonly etag: string;
  /** SHA-256 in base64, when the upload was created to check it. */
  readonly sha256?: string | undefined;
}

/** S3's limit (Amazon S3 user guide, "Multipart upload limits"). */
export const MAX_PARTS = 10_000;

// Large enough that requests cost little, small enough that a lost part is soon sent again.
const USUAL_PART_BYTES = 16 * MiB;

/** Cuts a file of `size` bytes into at most 10,000 parts of a whole number of MiB. */
export function planParts(size: number): PartPlan {
  const smallest = Math.ceil(size / MAX_PARTS / MiB) * MiB;
  const partSize = Math.max(USUAL_PART_BYTES, smallest);
  return { partSize, partCount: Math.ceil(size / partSize) };
}

/** Bytes of one part of the plan; undefined for a number that is not in it. */
export function partLength(
  size: number,
  { partSize, partCount }: PartPlan,
  partNumber: number,
): number | undefined {
  if (!Number.isInteger(partNumber) || partNumber < 1 || partNumber > partCount) return undefined;
  return partNumber < partCount ? partSize : size - partSize * (partCount - 1);
}

/** Compares what S3 holds with the plan: the part numbers that are missing, and those of another size. */
export function compareParts(
  size: number,
  plan: PartPlan,
  stored: readonly StoredPart[],
): { readonly missing: readonly number[]; readonly wrong: readonly number[] } {
  const held = new Set(stored.map(({ partNumber }) => partNumber));
  return {
    missing: Array.from({ length: plan.partCount }, (_, index) => index + 1).filter(
      (partNumber) => !held.has(partNumber),
    ),
    wrong: stored
      .filter((part) => part.size !== partLength(size, plan, part.partNumber))
      .map(({ partNumber }) => partNumber),
  };
}
