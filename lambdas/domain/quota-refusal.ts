// A refusal for lack of quota, as it is recorded for the event about it.
import { EVENT_VERSION, eventId, sequenceOf } from './file-events.ts';

/** The bytes that were asked for, and those that the owner uses and may use. */
export interface QuotaRefusal {
  readonly owner: string;
  readonly collection: string;
  readonly resource: 'bytes' | 'files';
  readonly used: number;
  readonly limit: number;
  readonly needed: number;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

/** The event about it. */
export interface QuotaEvent extends Omit<QuotaRefusal, 'at'> {
  readonly version: typeof EVENT_VERSION;
  readonly id: string;
  readonly type: 'QuotaExceeded';
  readonly time: string;
  readonly sequence: string;
}

/** One owner has at most one event within this time, however often they ask. Seconds. */
export const QUOTA_EVENT_SECONDS = 60;

/** The event about a refusal that was recorded at this point of the stream. */
export const quotaEventOf = ({ at, ...refusal }: QuotaRefusal, sequence: string): QuotaEvent => ({
  version: EVENT_VERSION,
  id: eventId('QuotaExceeded', refusal.owner, sequence),
  type: 'QuotaExceeded',
  time: at,
  sequence: sequenceOf(sequence),
  ...refusal,
});
