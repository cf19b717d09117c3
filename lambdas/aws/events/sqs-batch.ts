// The queue edge: turns a batch of messages into one call per message, and reports the messages that failed.
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { logFailure } from '../../log.ts';

/** What a message's handler may ask of its invocation. */
export interface Invocation {
  /** Milliseconds until Lambda ends the function. */
  readonly remainingMs: () => number;
}

/** Options of handling a batch. */
export interface BatchOptions {
  /** Whether a message is handled after the others and by itself. Default: one that was received before. */
  readonly isAlone?: (message: SQSRecord) => boolean;
  /** What the log says of a message that failed. Default: its whole body. */
  readonly describe?: (body: string) => object;
  /** Receives a message that failed, and may set the time of its next delivery. Default: the queue's visibility timeout. */
  readonly postpone?: (message: SQSRecord, error: unknown) => Promise<void>;
}

/**
 * A Lambda handler that reports the messages that failed by id (Lambda developer guide, "Reporting batch item
 * failures"). Messages that were received before are handled after the others, one at a time, so that a message that
 * failed once does not share the function with its neighbours again.
 */
export const sqsBatch =
  (
    failureEvent: string,
    handle: (body: string, invocation: Invocation) => Promise<void>,
    { isAlone = isRetry, describe = (body) => ({ body }), postpone }: BatchOptions = {},
  ) =>
  async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const invocation = { remainingMs: () => context.getRemainingTimeInMillis() };
    const failed = new Set<SQSRecord>();
    const attempt = async (message: SQSRecord): Promise<void> => {
      const { messageId, body } = message;
      try {
        await handle(body, invocation);
      } catch (error) {
        logFailure({ event: failureEvent, messageId, ...describe(body) }, error);
        failed.add(message);
        await postpone?.(message, error);
      }
    };

    await Promise.all(event.Records.filter((message) => !isAlone(message)).map(attempt));
    for (const message of event.Records.filter(isAlone)) await attempt(message);
    return {
      batchItemFailures: event.Records.filter((message) => failed.has(message)).map(
        ({ messageId }) => ({ itemIdentifier: messageId }),
      ),
    };
  };

const isRetry = ({ attributes }: SQSRecord): boolean =>
  Number(attributes.ApproximateReceiveCount) > 1;
