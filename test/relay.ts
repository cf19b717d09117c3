// What the table's stream leads to: relays changes as Lambda delivers them, and keeps what would be queued and emitted.
import type { DynamoDBStreamEvent } from 'aws-lambda';
import config from '../airlock.config.ts';
import { changesInStream } from '../lambdas/aws/events/dynamo-stream.ts';
import type { HandOff, QueueName } from '../lambdas/domain/hand-offs.ts';
import type { OutgoingEvent } from '../lambdas/domain/relay-ports.ts';
import { relayChanges } from '../lambdas/relay-changes/relay-changes.ts';

type Records = DynamoDBStreamEvent['Records'];

/** What a batch of changes led to. */
export interface Relayed {
  readonly handOffs: readonly HandOff[];
  readonly events: readonly OutgoingEvent[];
}

/** Relays changes with ports that take everything. */
export async function relay(changes: readonly unknown[]): Promise<Relayed> {
  const handOffs: HandOff[] = [];
  const events: OutgoingEvent[] = [];
  const handler = changesInStream(
    relayChanges({
      config,
      mediaOrigin: 'https://media.example.com',
      sendHandOffs: async (sent) => {
        handOffs.push(...sent);
        return new Set();
      },
      putEvents: async (put) => {
        events.push(...put);
        return new Set();
      },
    }),
  );
  await handler({ Records: changes as unknown as Records });
  return { handOffs, events };
}

/** The requests of one queue. */
export const requestsIn = async <Name extends QueueName>(
  queue: Name,
  changes: readonly unknown[],
) =>
  (await relay(changes)).handOffs.flatMap((handOff) =>
    handOff.queue === queue
      ? [(handOff as Extract<HandOff, { readonly queue: Name }>).request]
      : [],
  );
