// How a file is cut into parts, and which of them are still to be sent.

/** The cut: parts 1 to `partCount`, each of `partSize` bytes but the last. */
export interface PartPlan {
  readonly totalBytes: number;
  readonly partSize: number;
  readonly partCount: number;
}

const KiB = 1024;
const MiB = 1024 * KiB;
/** S3 takes no smaller part but the last. */
const SMALLEST_PART_BYTES = 5 * MiB;
/** Sending larger parts again takes too long when a connection breaks. */
const LARGEST_PART_BYTES = 16 * MiB;
/** Parts of a larger file grow, because each costs a request. */
const USUAL_PART_COUNT = 96;
/** Larger files are cut by the server. */
const LARGEST_FILE_BYTES = 16_000 * MiB;
/** A multiple of every usual number of lanes: 6, 8, 12 and 16. */
const EVEN_COUNT = 48;
/** The API takes only multiples of this as the size of a part. */
const PART_UNIT_BYTES = 64 * KiB;

/**
 * Bytes of a part such that all lanes end together: their number divides that of the parts, so that no few of them send alone
 * at the end. `undefined` for a file that the server cuts.
 */
export function evenPartSize(totalBytes: number, lanes: number): number | undefined {
  if (totalBytes > LARGEST_FILE_BYTES) return undefined;
  const least = Math.min(
    LARGEST_PART_BYTES,
    Math.max(SMALLEST_PART_BYTES, totalBytes / USUAL_PART_COUNT),
  );
  const unit = totalBytes >= EVEN_COUNT * least ? EVEN_COUNT : lanes;
  const count = unit * Math.floor(totalBytes / (unit * least)) || Math.ceil(totalBytes / least);
  const partSize = Math.max(totalBytes / count, SMALLEST_PART_BYTES);
  return Math.ceil(partSize / PART_UNIT_BYTES) * PART_UNIT_BYTES;
}

/** A part that S3 holds. */
export interface HeldPart {
  readonly partNumber: number;
  readonly size: number;
}

/** Where part `partNumber` starts (inclusive) and ends (exclusive). */
export function partRange(plan: PartPlan, partNumber: number): { start: number; end: number } {
  const start = (partNumber - 1) * plan.partSize;
  return { start, end: Math.min(start + plan.partSize, plan.totalBytes) };
}

/** Bytes of part `partNumber`. */
export function partBytes(plan: PartPlan, partNumber: number): number {
  const { start, end } = partRange(plan, partNumber);
  return end - start;
}

/** Parts that S3 does not hold, or holds with a wrong size, in order. */
export function missingParts(plan: PartPlan, held: readonly HeldPart[]): number[] {
  const sizes = new Map(held.map(({ partNumber, size }) => [partNumber, size]));
  const all = Array.from({ length: plan.partCount }, (_, index) => index + 1);
  return all.filter((partNumber) => sizes.get(partNumber) !== partBytes(plan, partNumber));
}

/** Bytes of `partNumbers` together. */
export const totalPartBytes = (plan: PartPlan, partNumbers: readonly number[]): number =>
  partNumbers.reduce((sum, partNumber) => sum + partBytes(plan, partNumber), 0);
