// Compares what Airlock decides with what independent readers see.
import type { Verdict } from '../lambdas/domain/verdict.ts';
import type { Sighting } from './ask-readers.ts';
import type { Variant } from './variant.ts';

/** The result for one variant. */
export interface Compared {
  readonly variant: Variant;
  readonly verdict: Verdict;
  /** Readers that see active content. */
  readonly seenBy: readonly string[];
  readonly result: Result;
}

export type Result =
  /** Refused, and a reader sees why. */
  | 'refused'
  /** Accepted although a reader sees active content: a failure. */
  | 'wrongly accepted'
  /** Refused; no reader shows that it is active. */
  | 'refused, not shown to be active'
  /** Accepted; no reader shows that it is active. */
  | 'accepted, not shown to be active'
  /** Honest and accepted. */
  | 'accepted'
  /** Honest and refused: a failure. */
  | 'wrongly refused';

/** Whether a result fails the run. */
export const isFailure = ({ result }: Compared): boolean => result.startsWith('wrongly');

/** Compares one verdict with what the readers see. */
export function compare(variant: Variant, verdict: Verdict, sighting?: Sighting): Compared {
  const seenBy = Object.entries(sighting?.sees ?? {})
    .filter(([, kinds]) => kinds.length > 0)
    .map(([reader]) => reader);
  const isAccepted = verdict.outcome === 'accepted';
  return { variant, verdict, seenBy, result: resultOf(variant, isAccepted, seenBy.length > 0) };
}

function resultOf({ isHonest }: Variant, isAccepted: boolean, isSeen: boolean): Result {
  if (isHonest) return isAccepted ? 'accepted' : 'wrongly refused';
  if (isSeen) return isAccepted ? 'wrongly accepted' : 'refused';
  return isAccepted ? 'accepted, not shown to be active' : 'refused, not shown to be active';
}
