// The queue edge: a batch of messages becomes one call per message, and only what failed comes again.
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { logFailure } from '../../log.ts';

/** A Lambda handler that reports the messages that failed by name (Lambda developer guide, "Reporting batch item failures"). */
export const sqsBatch =
  (failureEvent: string, handle: (body: string) => Promise<void>) =>
  async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const failures = await Promise.all(
      event.Records.map(async ({ messageId, body }) => {
        try {
          await handle(body);
          return [];
        } catch (error) {
          logFailure({ event: failureEvent, messageId, body }, error);
          return [{ itemIdentifier: messageId }];
        }
      }),
    );
    return { batchItemFailures: failures.flat() };
  };
