// Records a refusal for lack of quota, so that an event about it leaves through the table's stream.
import { Refusal } from './domain/errors.ts';
import type { Now } from './domain/ports.ts';
import type { RecordQuotaRefusal } from './domain/relay-ports.ts';

/** Records what was thrown or refused, if it is a refusal for lack of quota, before the caller gets the answer. */
export type ReportQuota = (refusal: unknown, owner: string, collection: string) => Promise<void>;

/** Ends only when the refusal is recorded, so that no event about it is lost. */
export const reportQuotaWith =
  (record: RecordQuotaRefusal, now: Now): ReportQuota =>
  async (refusal, owner, collection) => {
    if (!isQuotaRefusal(refusal)) return;
    await record({ owner, collection, ...refusal.details, at: now().toISOString() });
  };

const isQuotaRefusal = (error: unknown): error is Refusal<'quota_exceeded'> =>
  error instanceof Refusal && error.code === 'quota_exceeded';
