// What a rule of judging is. Each looks at one thing and says in a sentence why a file cannot be kept and what to do.
import type { Collection } from '../collection.ts';
import type { Evidence, Reason } from '../verdict.ts';

/** All that a rule may look at. */
export interface Case {
  /** Canonical. */
  readonly declaredType: string;
  readonly declaredSize: number;
  readonly evidence: Evidence;
  readonly collection: Collection;
}

/** Why a file is refused. */
export interface Objection {
  readonly reason: Reason;
  /** What was found, what was expected, what to do; with numbers. */
  readonly detail: string;
}

/** Objects to a file, or lets it pass. Never throws. */
export type Rule = (at: Case) => Objection | undefined;
