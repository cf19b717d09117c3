// The type of a rule of judging. Each rule checks one thing and says in a sentence why a file cannot be kept and what to do.
import type { Collection } from '../collection.ts';
import type { Evidence, Reason } from '../verdict.ts';

/** What a rule may read before the type is known. */
export interface SizeCase {
  /** Bytes that were claimed; absent where a form was issued for at most `maxBytes`. */
  readonly declaredSize?: number | undefined;
  readonly maxBytes?: number | undefined;
  readonly evidence: Evidence;
}

/** All that a rule may read. */
export interface Case extends SizeCase {
  /** The canonical type that the bytes are of and the file is kept as; the claimed one may be another. */
  readonly type: string;
  readonly collection: Collection;
}

/** Why a file is refused. */
export interface Objection {
  readonly reason: Reason;
  /** What was found, what was expected, and the one thing to do; with numbers. */
  readonly detail: string;
}

/** Returns its objection to a file, or undefined. Never throws. */
export type Rule<At = Case> = (at: At) => Objection | undefined;
