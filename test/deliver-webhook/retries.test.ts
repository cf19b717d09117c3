// A receiver that fails for hours, under a clock of the test: every attempt comes at its planned time, and nothing is lost.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSRecord } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sqsBatch } from '../../lambdas/aws/events/sqs-batch.ts';
import { MAX_DELAY_SECONDS, postponeWith } from '../../lambdas/aws/queues/postpone.ts';
import { webhookAttempts } from '../../lambdas/config/webhook-schedule.ts';
import { deliverWebhook } from '../../lambdas/deliver-webhook/deliver-webhook.ts';
import type { OutgoingEvent } from '../../lambdas/domain/relay-ports.ts';
import { delayAfterWith } from '../../lambdas/webhooks/delay-after.ts';
import type { WebhookAnswer } from '../../lambdas/webhooks/post-webhook.ts';
import { QueueStore } from '../../local/queue/store.ts';
import { type ExpectedLogs, expectLogs } from '../expected-logs.ts';

const MINUTE_MS = 60_000;
const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const arn = 'arn:aws:sqs:us-east-1:1:webhook';
const deadArn = `${arn}-dead`;
const event = { type: 'FileReady', time: '2026-11-29T10:00:00.000Z', id: 'evt_1' } as OutgoingEvent;

let directory: string;
let queues: QueueStore;
let now: number;
/** When the message that was postponed last can be received again. */
let wakesAt: number;
/** What the function logs of each attempt that failed. */
let logs: ExpectedLogs;
const sqsClient = new SQSClient({ region: 'us-east-1' });
const sqs = mockClient(sqsClient);

beforeEach(async () => {
  logs = expectLogs('webhook_failed');
  directory = await mkdtemp(join(tmpdir(), 'airlock-retries-'));
  now = Date.parse('2026-11-29T10:00:00.000Z');
  wakesAt = now;
  const settings = { visibilityTimeoutSeconds: 60, delaySeconds: 0, retentionSeconds: 14 * 86_400 };
  const redrive = { deadLetterArn: deadArn, maxReceiveCount: webhookAttempts };
  queues = new QueueStore(
    join(directory, 'queues.sqlite'),
    [
      { ...settings, arn, redrive },
      { ...settings, arn: deadArn },
    ],
    () => now,
  );
  sqs.on(ChangeMessageVisibilityCommand).callsFake(({ ReceiptHandle, VisibilityTimeout }) => {
    queues.changeVisibility(ReceiptHandle, VisibilityTimeout);
    wakesAt = now + VisibilityTimeout * 1000;
    return {};
  });
});
afterEach(async () => {
  logs[Symbol.dispose]();
  sqs.reset();
  queues.close();
  await rm(directory, { recursive: true, force: true });
});

/** One post as the receiver sees it: after how many minutes, and its headers. */
interface Post {
  readonly minute: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends the event once, and lets the clock run from one attempt to the next until the queue is empty. */
async function run(answer: (minute: number) => WebhookAnswer, random = 0.5): Promise<Post[]> {
  const begun = now;
  const posts: Post[] = [];
  const deliver = deliverWebhook({
    async post(headers, body) {
      const minute = (now - begun) / MINUTE_MS;
      posts.push({ minute, headers, body });
      return answer(minute);
    },
    findSecret: async () => secret,
    secretNames: ['a'],
    now: () => new Date(now),
  });
  const handle = sqsBatch(
    'webhook_failed',
    async (body) => void (await deliver(JSON.parse(body))),
    {
      isAlone: () => false,
      describe: () => ({}),
      postpone: postponeWith(
        sqsClient,
        arn,
        delayAfterWith(MAX_DELAY_SECONDS, () => random),
      ),
    },
  );
  queues.send(arn, JSON.stringify(event));
  while (queues.peek(arn).length > 0) {
    for (const { messageId, receiptHandle, body, receiveCount } of queues.receive(arn, 10)) {
      const attributes = { ApproximateReceiveCount: String(receiveCount) };
      const Records = [{ messageId, receiptHandle, body, attributes } as SQSRecord];
      const { batchItemFailures } = await handle({ Records }, {} as Context);
      if (batchItemFailures.length === 0) queues.delete(receiptHandle);
    }
    now = Math.max(now + 1000, wakesAt);
  }
  return posts;
}

const minutesOf = (posts: readonly Post[]) => posts.map(({ minute }) => Math.round(minute));

describe('a webhook', () => {
  it('a webhook that is answered 500 for an hour is accepted at the next attempt, with the same id and a signature of each moment', async () => {
    const posts = await run((minute) => ({ status: minute < 60 ? 500 : 204 }));
    expect(minutesOf(posts)).toEqual([0, 0, 1, 3, 13, 43, 103]);
    expect(queues.peek(deadArn)).toEqual([]);
    expect(new Set(posts.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(['evt_1']));
    const stamps = posts.map(({ headers }) => headers['webhook-timestamp']);
    expect(new Set(stamps).size).toBe(posts.length);
    const { headers, body } = posts.at(-1) ?? expect.fail();
    expect(new Webhook(secret).sign('evt_1', new Date(Number(stamps.at(-1)) * 1000), body)).toBe(
      headers['webhook-signature'],
    );
  });

  it('a webhook that is never accepted is tried eleven times within about a day, and then waits as a dead letter', async () => {
    const posts = await run(() => ({ status: 500 }));
    expect(posts).toHaveLength(webhookAttempts);
    expect(posts.at(-1)?.minute).toBeGreaterThan(23 * 60);
    expect(posts.at(-1)?.minute).toBeLessThan(25 * 60);
    expect(queues.peek(deadArn)).toEqual([JSON.stringify(event)]);
    expect(logs.lines).toHaveLength(webhookAttempts);
  });

  it('a webhook is sent later than planned where the receiver asks for it, up to twelve hours', async () => {
    const hour = await run((minute) =>
      minute < 60 ? { status: 503, retryAfter: '3600' } : { status: 200 },
    );
    expect(minutesOf(hour)).toEqual([0, 60]);
    const week = await run((minute) =>
      minute < 60 ? { status: 503, retryAfter: '604800' } : { status: 200 },
    );
    expect(minutesOf(week)).toEqual([0, 12 * 60]);
  });

  it('the time of a retry differs by a tenth at most from event to event', async () => {
    const [, , , , early] = await run((minute) => ({ status: minute < 10 ? 500 : 204 }), 0);
    const [, , , , late] = await run((minute) => ({ status: minute < 10 ? 500 : 204 }), 0.999);
    expect(late?.minute ?? 0).toBeGreaterThan(early?.minute ?? 0);
    expect((late?.minute ?? 0) - (early?.minute ?? 0)).toBeLessThan(0.1 * 13);
  });
});
