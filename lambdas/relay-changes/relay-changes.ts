// The one reader of the table's stream that serves several: it queues requests for functions and puts events on the bus.
import type { Rules } from '../domain/collection.ts';
import type { Change } from '../domain/file-events.ts';
import { eventsOf } from '../domain/file-events.ts';
import { type HandOff, handOffsOf } from '../domain/hand-offs.ts';
import { type QuotaRefusal, quotaEventOf } from '../domain/quota-refusal.ts';
import type { OutgoingEvent, PutEvents, SendHandOffs } from '../domain/relay-ports.ts';

interface Ports {
  readonly config: Pick<Rules, 'collections'>;
  readonly sendHandOffs: SendHandOffs;
  /** Absent where the configuration has no events. */
  readonly putEvents?: PutEvents | undefined;
  /** Where public copies are served. */
  readonly mediaOrigin: string;
}

/** A change that the stream reports: of a file, or a recorded refusal. */
export type RelayedChange =
  | (Change & { readonly kind: 'file' })
  | { readonly kind: 'refusal'; readonly refusal: QuotaRefusal; readonly sequence: string };

/** What one batch led to. */
export interface Relaying {
  readonly handOffs: number;
  readonly events: number;
  /** Index of the first change that was not relayed wholly: the stream has to deliver it and those after it again. */
  readonly failedFrom?: number | undefined;
}

/**
 * Relays a batch of changes in order. Safe to repeat: what is sent twice is the same request, and the same event with the
 * same id.
 */
export const relayChanges =
  ({ config, sendHandOffs, putEvents, mediaOrigin }: Ports) =>
  async (changes: readonly RelayedChange[]): Promise<Relaying> => {
    const relayed = changes.map((change) => ({
      handOffs: change.kind === 'file' ? handOffsOf(change, config) : [],
      events: putEvents ? outgoingOf(change, mediaOrigin, config) : [],
    }));
    const handOffs = relayed.flatMap((each) => each.handOffs);
    const events = relayed.flatMap((each) => each.events);
    // Both are tried whatever becomes of the other, so that one service that is down does not hold up the other.
    const [refusedHandOffs, refusedEvents] = await Promise.all([
      handOffs.length > 0 ? sendHandOffs(handOffs) : nothing<HandOff>(),
      putEvents && events.length > 0 ? putEvents(events) : nothing<OutgoingEvent>(),
    ]);
    const failedFrom = relayed.findIndex(
      (each) =>
        each.handOffs.some((handOff) => refusedHandOffs.has(handOff)) ||
        each.events.some((event) => refusedEvents.has(event)),
    );
    return {
      handOffs: handOffs.length - refusedHandOffs.size,
      events: events.length - refusedEvents.size,
      ...(failedFrom >= 0 && { failedFrom }),
    };
  };

const nothing = <Item>(): ReadonlySet<Item> => new Set();

const outgoingOf = (
  change: RelayedChange,
  mediaOrigin: string,
  config: Ports['config'],
): OutgoingEvent[] =>
  change.kind === 'file'
    ? eventsOf(change, mediaOrigin, config)
    : [quotaEventOf(change.refusal, change.sequence)];
