// Delivers a batch of stream records as Lambda does: retries in order, bisects, and moves records that keep failing to a queue.
import { setTimeout as wait } from 'node:timers/promises';
import type { Outcome } from '../lambda/messages.ts';
import type { StreamRecord } from './reader.ts';
import type { StreamMapping } from './settings.ts';

/** The options of delivering a batch. */
export interface Delivery {
  readonly mapping: Pick<StreamMapping, 'maxRetries' | 'bisects' | 'reportsBatchItemFailures'>;
  readonly invoke: (records: readonly StreamRecord[]) => Promise<Outcome>;
  /** Receives the records that could not be delivered. */
  readonly discard: (records: readonly StreamRecord[], attempts: number) => void;
  /** Ends the wait between two attempts; the records then stay undelivered. */
  readonly signal: AbortSignal;
}

const firstRetryMilliseconds = 100;
const longestRetryMilliseconds = 10_000;

/** Delivers records until they are done or every attempt failed. Rejects with an AbortError when stopped before. */
export async function deliver(
  records: readonly StreamRecord[],
  delivery: Delivery,
  attempt = 1,
): Promise<void> {
  const { mapping, invoke, discard, signal } = delivery;
  if (records.length === 0) return;
  const failedFrom = firstFailure(await invoke(records), records, mapping.reportsBatchItemFailures);
  signal.throwIfAborted();
  if (failedFrom === undefined) return;
  const rest = records.slice(failedFrom);
  if (attempt > mapping.maxRetries) return discard(rest, attempt);
  await wait(
    Math.min(firstRetryMilliseconds * 2 ** (attempt - 1), longestRetryMilliseconds),
    undefined,
    { signal },
  );
  // The records before the failure are done: the others become a new batch.
  if (failedFrom > 0) return deliver(rest, delivery);
  if (!mapping.bisects || rest.length === 1) return deliver(rest, delivery, attempt + 1);
  // Splitting does not count as an attempt.
  const middle = Math.ceil(rest.length / 2);
  await deliver(rest.slice(0, middle), delivery, attempt);
  await deliver(rest.slice(middle), delivery, attempt);
}

/** The position of the failure: everything from the lowest failed sequence number on is delivered again. */
function firstFailure(
  outcome: Outcome,
  records: readonly StreamRecord[],
  reportsBatchItemFailures: boolean,
): number | undefined {
  if (outcome.kind === 'failed') return 0;
  if (!reportsBatchItemFailures) return undefined;
  const answer = JSON.parse(outcome.payload) as {
    batchItemFailures?: { itemIdentifier: string }[];
  } | null;
  const failures = answer?.batchItemFailures ?? [];
  if (failures.length === 0) return undefined;
  const failed = failures.map(({ itemIdentifier }) =>
    records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === itemIdentifier),
  );
  return Math.max(0, Math.min(...failed));
}
