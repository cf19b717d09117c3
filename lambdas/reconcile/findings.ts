// What reconcile finds, and what every check of it shares.
import type { Now, ObjectVersion } from '../domain/ports.ts';
import type { Usage } from '../domain/quota.ts';
import { secondsAfter } from '../domain/time.ts';

/** One difference between bucket, table and counters. */
export type Finding =
  | { readonly kind: 'unknown_key'; readonly key: string }
  | {
      readonly kind: 'stray_version' | 'unjudged_version' | 'stray_variant';
      readonly fileId: string;
      readonly version: ObjectVersion;
    }
  | {
      readonly kind:
        | 'lost_object'
        | 'stray_sharing'
        | 'misplaced_file'
        | 'missing_variants'
        | 'lost_variants';
      readonly fileId: string;
    }
  | { readonly kind: 'overdue_version'; readonly fileId: string; readonly number: number }
  | { readonly kind: 'stray_copy'; readonly key: string }
  | {
      readonly kind: 'lost_copy' | 'unpublished_file' | 'unwithdrawn_copy';
      readonly fileId: string;
    }
  | {
      readonly kind: 'wrong_usage';
      readonly owner: string;
      readonly counted: Usage;
      readonly right: Usage;
    };

/** What every check needs. */
export interface Checking {
  readonly now: Now;
  /** Receives each finding as soon as it is found, so that memory stays constant. */
  readonly report: (finding: Finding) => void;
}

// The events of younger objects may still be in the queue.
const SETTLED_AFTER_SECONDS = 3600;
const LOOKUPS_AT_ONCE = 16;

/** The time before which every event has been handled, as an ISO time. */
export const settledBefore = (now: Now): string => secondsAfter(now(), -SETTLED_AFTER_SECONDS);

/** Runs `act` for each item, for a few of them at once. */
export async function inTurns<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<void> | void,
): Promise<void> {
  for (let start = 0; start < items.length; start += LOOKUPS_AT_ONCE) {
    await Promise.all(items.slice(start, start + LOOKUPS_AT_ONCE).map(act));
  }
}
