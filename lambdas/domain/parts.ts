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

/** `gone` and `parts_changed` when a concurrent request completed, aborted or changed the upload. */
export type Completion =
  | {
      readonly outcome: 'completed';
      /** Of the object; absent in a bucket without versions. */
      readonly versionId?: string | undefined;
    }
  | { readonly outcome: 'gone' | 'parts_changed' };

/** S3's limit (Amazon S3 user guide, "Multipart upload limits"). */
export const MAX_PARTS = 10_000;

/** S3's limit for every part but the last (Amazon S3 user guide, "Multipart upload limits"). */
export const MIN_PART_BYTES = 5 * MiB;
/** Largest part that a caller may choose: the client hashes no larger one. */
export const MAX_CHOSEN_PART_BYTES = 96 * MiB;
/** A chosen size is a multiple of this: small enough to cut a file into a given number of parts. */
export const PART_UNIT_BYTES = 64 * 1024;
// Small enough that a part whose connection breaks is sent again quickly, and that the last parts end at about the same time.
const SMALLEST_USUAL_PART_BYTES = 8 * MiB;
const LARGEST_USUAL_PART_BYTES = 64 * MiB;
// One page of S3's list of parts.
const USUAL_PART_COUNT = 1000;

const wholeMiB = (bytes: number): number => Math.ceil(bytes / MiB) * MiB;

/**
 * Cuts a file of `size` bytes into at most 10,000 parts: parts of `chosen` bytes, or larger ones of whole MiB where the file
 * has too many of those.
 */
export function planParts(size: number, chosen: number = usualPartBytes(size)): PartPlan {
  const partSize = Math.max(chosen, wholeMiB(size / MAX_PARTS));
  return { partSize, partCount: Math.ceil(size / partSize) };
}

const usualPartBytes = (size: number): number =>
  Math.max(
    SMALLEST_USUAL_PART_BYTES,
    Math.min(LARGEST_USUAL_PART_BYTES, wholeMiB(size / USUAL_PART_COUNT)),
  );

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
