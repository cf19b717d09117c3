// SQS: queues requests for other functions.
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { HandOff, QueueName } from '../../domain/hand-offs.ts';
import type { SendHandOffs } from '../../domain/relay-ports.ts';
import { logFailure } from '../../log.ts';
import { inBatches } from '../in-batches.ts';

/** The URL of each queue; a queue that the configuration does not need has none. */
export type QueueUrls = Readonly<Partial<Record<QueueName, string>>>;

/** Most messages in one request (SQS API reference, "SendMessageBatch"). */
const BATCH_MESSAGES = 10;

/** One SendMessageBatch per ten requests of a queue. A batch that fails as a whole is logged; all of it counts as not taken. */
export const sendHandOffsWith =
  (sqs: SQSClient, urls: QueueUrls): SendHandOffs =>
  async (handOffs) => {
    const refused = new Set<HandOff>();
    const batches = [...Map.groupBy(handOffs, ({ queue }) => queue)].flatMap(([queue, all]) =>
      inBatches(all, BATCH_MESSAGES).map((batch) => ({ QueueUrl: urls[queue], batch })),
    );
    await Promise.all(
      batches.map(async ({ QueueUrl, batch }) => {
        const Entries = batch.map(({ request }, index) => ({
          Id: String(index),
          MessageBody: JSON.stringify(request),
        }));
        try {
          const { Failed = [] } = await sqs.send(
            new SendMessageBatchCommand({ QueueUrl, Entries }),
          );
          for (const { Id } of Failed) {
            const handOff = batch[Number(Id)];
            if (handOff) refused.add(handOff);
          }
        } catch (error) {
          logFailure({ event: 'hand_offs_failed', queue: batch[0]?.queue }, error);
          for (const handOff of batch) refused.add(handOff);
        }
      }),
    );
    return refused;
  };
