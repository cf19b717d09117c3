// Delivers events between functions as AWS does: in batches, with retries, and finally to a dead-letter queue.
import { randomUUID } from 'node:crypto';
import type { DeliveryName, EventFaultKind, Fault } from './kinds.ts';

/** A queued event. */
export interface Message<Event> {
  readonly id: string;
  readonly event: Event;
  readonly attempts: number;
  /** Why the last attempt failed. */
  readonly reason?: string;
}

/** The result of a batch: ids of messages to retry, as in `batchItemFailures`, and the function's log. */
export interface Delivered {
  readonly failed: readonly string[];
  readonly reason: string;
}

interface HandOffOptions<Event> {
  readonly name: DeliveryName;
  readonly faults: readonly Fault[];
  /** A queue's `maxReceiveCount`, a stream's first attempt and its retries. */
  readonly maxAttempts: number;
  /** A stream is retried from the first failed record, and a batch that failed as a whole is halved. */
  readonly isOrdered: boolean;
  /** Runs the function; throws when its process crashed. */
  readonly deliver: (batch: readonly Message<Event>[]) => Promise<Delivered>;
}

const BATCH_SIZE = 10;

/** One hand-off with its dead-letter queue and the events that its faults delay. */
export class HandOff<Event> {
  readonly dead: Message<Event>[] = [];
  /** The number of counted events. */
  count = 0;
  /** Whether an event was lost. */
  hasLost = false;
  readonly #options: HandOffOptions<Event>;
  readonly #waiting: Message<Event>[] = [];
  readonly #held = new Map<EventFaultKind, Message<Event>[]>();
  #batchSize = BATCH_SIZE;

  constructor(options: HandOffOptions<Event>) {
    this.#options = options;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Queues an event, counts it when `isCounted`, and applies its fault. */
  take(event: Event, isCounted: boolean): void {
    const message = { id: randomUUID(), event, attempts: 0 };
    const kind = isCounted ? this.#nextFault() : undefined;
    if (kind === 'lost') {
      this.hasLost = true;
      return;
    }
    if (kind === undefined || kind === 'twice') this.#waiting.push(message);
    if (kind === 'twice') this.#waiting.push({ ...message, id: randomUUID() });
    // A duplicated event may also arrive a third time much later.
    if (kind) this.#held.set(kind, [...(this.#held.get(kind) ?? []), message]);
    else this.release('overtaken');
  }

  #nextFault(): EventFaultKind | undefined {
    this.count += 1;
    for (const fault of this.#options.faults) {
      if ('event' in fault && fault.handOff === this.#options.name && fault.event === this.count) {
        return fault.kind;
      }
    }
    return undefined;
  }

  /** Ids of dead letters without a reason. */
  get unexplained(): string[] {
    return this.dead.filter(({ reason }) => !reason).map(({ id }) => id);
  }

  /** Queues the events that a kind of fault delayed. */
  release(kind: EventFaultKind): void {
    this.#waiting.push(...(this.#held.get(kind) ?? []));
    this.#held.delete(kind);
  }

  /** Drops the queued events. */
  lose(): void {
    this.#waiting.length = 0;
  }

  /** Delivers until the queue is empty. */
  async drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#batchSize);
      await this.#deliver(batch);
    }
  }

  async #deliver(batch: readonly Message<Event>[]): Promise<void> {
    const { deliver, isOrdered } = this.#options;
    try {
      const { failed, reason } = await deliver(batch);
      this.#batchSize = BATCH_SIZE;
      const firstFailed = batch.findIndex(({ id }) => failed.includes(id));
      const isAgain = ({ id }: Message<Event>, index: number) =>
        isOrdered ? firstFailed >= 0 && index >= firstFailed : failed.includes(id);
      this.#retryOrBury(batch.filter(isAgain), reason);
    } catch (error) {
      if (isOrdered) this.#batchSize = Math.max(1, Math.floor(batch.length / 2));
      this.#retryOrBury(batch, String(error));
    }
  }

  #retryOrBury(failed: readonly Message<Event>[], reason: string): void {
    const { maxAttempts, isOrdered } = this.#options;
    const tried = failed.map(({ id, event, attempts }, index) => ({
      id,
      event,
      // The first failed record blocks the ones behind it, which were not attempted.
      attempts: isOrdered && index > 0 ? attempts : attempts + 1,
      reason,
    }));
    this.dead.push(...tried.filter(({ attempts }) => attempts >= maxAttempts));
    const again = tried.filter(({ attempts }) => attempts < maxAttempts);
    if (isOrdered) this.#waiting.unshift(...again);
    else this.#waiting.push(...again);
  }

  /** Moves dead letters back into the queue, as `aws sqs start-message-move-task` does. */
  redrive(): void {
    this.#waiting.push(...this.dead.splice(0).map((message) => ({ ...message, attempts: 0 })));
  }
}
