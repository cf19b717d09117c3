// How a file is cut into parts, and which of them are still to be sent.

/** The cut: parts 1 to `partCount`, each of `partSize` bytes but the last. */
export interface PartPlan {
  readonly totalBytes: number;
  readonly partSize: number;
  readonly partCount: number;
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
