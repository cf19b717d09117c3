// The ports of relaying changes; all others are in ports.ts.
import type { FileEvent } from './file-events.ts';
import type { HandOff } from './hand-offs.ts';
import type { QuotaEvent, QuotaRefusal } from './quota-refusal.ts';

/** Everything that leaves Airlock as an event. */
export type OutgoingEvent = FileEvent | QuotaEvent;

/** Queues requests for other functions; returns those that were not taken. */
export type SendHandOffs = (handOffs: readonly HandOff[]) => Promise<ReadonlySet<HandOff>>;

/** Puts events on the bus; returns those that were not taken. */
export type PutEvents = (events: readonly OutgoingEvent[]) => Promise<ReadonlySet<OutgoingEvent>>;

/** Records a refusal for the event about it, unless the owner had one a moment ago. */
export type RecordQuotaRefusal = (refusal: QuotaRefusal) => Promise<void>;
