// EventBridge: puts events on the bus.
import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { OutgoingEvent, PutEvents } from '../../domain/relay-ports.ts';
import { logFailure } from '../../log.ts';
import { inBatches } from '../in-batches.ts';

/** Which bus, and under which source. */
export interface Bus {
  readonly name: string;
  readonly source: string;
}

/**
 * Most entries in one request; they are far below its 256 KB (EventBridge API reference, "PutEvents"), because every text
 * in an event is bounded.
 */
const BATCH_ENTRIES = 10;

/** One PutEvents per ten events. EventBridge takes or refuses each entry by itself; a request that fails refuses all. */
export const putEventsWith =
  (eventBridge: EventBridgeClient, { name, source }: Bus): PutEvents =>
  async (events) => {
    const refused = new Set<OutgoingEvent>();
    await Promise.all(
      inBatches(events, BATCH_ENTRIES).map(async (batch) => {
        const Entries = batch.map((event) => ({
          EventBusName: name,
          Source: source,
          DetailType: event.type,
          Detail: JSON.stringify(event),
          Time: new Date(event.time),
        }));
        try {
          const answer = await eventBridge.send(new PutEventsCommand({ Entries }));
          for (const [index, event] of batch.entries()) {
            const { ErrorCode: code, ErrorMessage: why } = answer.Entries?.[index] ?? noAnswer;
            if (!code) continue;
            logFailure({ event: 'event_refused', eventId: event.id, code }, new Error(why ?? code));
            refused.add(event);
          }
        } catch (error) {
          logFailure({ event: 'events_failed', count: batch.length }, error);
          for (const event of batch) refused.add(event);
        }
      }),
    );
    return refused;
  };

/** An entry without an answer was not taken. */
const noAnswer = { ErrorCode: 'NoAnswer', ErrorMessage: undefined };
