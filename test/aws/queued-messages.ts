// Batches of queue messages and invocations, as Lambda passes them to a function that a queue feeds.
import type { Context, SQSEvent } from 'aws-lambda';

/** One message of a batch. */
export interface QueuedMessage {
  readonly id: string;
  readonly body: string;
  /** How often it was received, this time included. @default 1 */
  readonly receiveCount?: number;
}

/** A batch, with the attributes that Airlock reads. */
export const queueEvent = (messages: readonly QueuedMessage[]): SQSEvent =>
  ({
    Records: messages.map(({ id, body, receiveCount = 1 }) => ({
      messageId: id,
      body,
      attributes: { ApproximateReceiveCount: String(receiveCount) },
    })),
  }) as SQSEvent;

/** A batch of messages received for the first time, called `m0`, `m1` and so on. */
export const queued = (...bodies: readonly string[]): SQSEvent =>
  queueEvent(bodies.map((body, index) => ({ id: `m${index}`, body })));

/** An invocation with so much time left. */
export const invocationWith = (remainingMs: number): Context =>
  ({ getRemainingTimeInMillis: () => remainingMs }) as Context;
