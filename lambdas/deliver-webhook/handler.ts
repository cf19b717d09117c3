// Wires a webhook's queue to its address, its secrets in SSM, and the schedule of its retries.
import { connectSqs, connectSsm } from '../aws/connect.ts';
import { sqsBatch } from '../aws/events/sqs-batch.ts';
import { MAX_DELAY_SECONDS, postponeWith } from '../aws/queues/postpone.ts';
import { findSecretWith } from '../aws/secret-parameters.ts';
import { webhookTimeoutSeconds } from '../config/webhook-schedule.ts';
import type { OutgoingEvent } from '../domain/relay-ports.ts';
import type { FindSecret } from '../domain/secret-ports.ts';
import { readEnvironment } from '../env.ts';
import { logOutcome } from '../log.ts';
import { delayAfterWith } from '../webhooks/delay-after.ts';
import { postWebhookTo } from '../webhooks/post-webhook.ts';
import { deliverWebhook } from './deliver-webhook.ts';

const { WEBHOOK_NAME, WEBHOOK_URL, WEBHOOK_QUEUE, WEBHOOK_SECRETS } = readEnvironment(
  'WEBHOOK_NAME',
  'WEBHOOK_URL',
  'WEBHOOK_QUEUE',
  'WEBHOOK_SECRETS',
);

const deliver = deliverWebhook({
  post: postWebhookTo({ url: WEBHOOK_URL, timeoutSeconds: webhookTimeoutSeconds }),
  findSecret: onceEach(findSecretWith(connectSsm())),
  secretNames: WEBHOOK_SECRETS.split(','),
  now: () => new Date(),
});

/** A secret never changes under its name, so that each is read once; a failed read is not remembered. */
function onceEach(find: FindSecret): FindSecret {
  const known = new Map<string, string>();
  return async (name) => {
    const secret = known.get(name) ?? (await find(name));
    if (secret !== undefined) known.set(name, secret);
    return secret;
  };
}

const detailOf = (body: string) => (JSON.parse(body) as { readonly detail: OutgoingEvent }).detail;

/** The fields of an event that the log contains: nothing that the uploader wrote. */
const describe = (body: string) => {
  const event = detailOf(body);
  const fileId = 'file' in event ? event.file.id : undefined;
  return { fileId, webhook: WEBHOOK_NAME, eventId: event.id, type: event.type };
};

export const handler = sqsBatch(
  'webhook_failed',
  async (body) => {
    const status = await deliver(detailOf(body));
    logOutcome({ event: 'webhook_delivered', status, ...describe(body) });
  },
  {
    isAlone: () => false,
    describe,
    postpone: postponeWith(
      connectSqs(),
      WEBHOOK_QUEUE,
      delayAfterWith(MAX_DELAY_SECONDS, Math.random),
    ),
  },
);
