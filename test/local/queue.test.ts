import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../local/lambda/messages.ts';
import { failedIds, startPoller } from '../../local/queue/poller.ts';
import { QueueStore } from '../../local/queue/store.ts';
import { eventually } from '../eventually.ts';

const uploads = {
  arn: 'arn:aws:sqs:us-east-1:000000000000:uploads',
  visibilityTimeoutSeconds: 30,
  delaySeconds: 0,
  retentionSeconds: 3600,
  redrive: { deadLetterArn: 'arn:aws:sqs:us-east-1:000000000000:dead', maxReceiveCount: 2 },
};
const dead = {
  arn: uploads.redrive.deadLetterArn,
  visibilityTimeoutSeconds: 30,
  delaySeconds: 0,
  retentionSeconds: 3600,
};

let directory: string;
let file: string;
let now: number;
let store: QueueStore;
const open = () => new QueueStore(file, [uploads, dead], () => now);

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'airlock-queue-'));
  file = join(directory, 'queues.sqlite');
  now = 1_000_000;
  store = open();
});

afterEach(async () => {
  store.close();
  await rm(directory, { recursive: true, force: true });
});

const receiveBodies = () => store.receive(uploads.arn, 10).map(({ body }) => body);

describe('a queue', () => {
  test('hands out a message once until its visibility timeout has passed', () => {
    store.send(uploads.arn, 'a');
    expect(receiveBodies()).toEqual(['a']);
    now += 29_999;
    expect(receiveBodies()).toEqual([]);
    now += 1;
    expect(store.receive(uploads.arn, 10)).toMatchObject([{ body: 'a', receiveCount: 2 }]);
  });

  test('forgets a message once it is deleted by its latest receipt, and by no older one', () => {
    store.send(uploads.arn, 'a');
    const [first] = store.receive(uploads.arn, 10);
    now += 30_000;
    const [second] = store.receive(uploads.arn, 10);
    store.delete(first?.receiptHandle ?? '');
    expect(store.depth(uploads.arn)).toEqual({ visible: 0, invisible: 1 });
    store.delete(second?.receiptHandle ?? '');
    expect(store.depth(uploads.arn)).toEqual({ visible: 0, invisible: 0 });
  });

  test('dead-letters a message that was received as often as allowed, and takes it back on redrive', () => {
    store.send(uploads.arn, 'poison');
    for (let received = 0; received < 2; received += 1) {
      expect(receiveBodies()).toEqual(['poison']);
      now += 30_000;
    }
    expect(receiveBodies()).toEqual([]);
    expect(store.peek(dead.arn)).toEqual(['poison']);
    expect(store.redrive(dead.arn, uploads.arn)).toBe(1);
    expect(store.receive(uploads.arn, 10)).toMatchObject([{ body: 'poison', receiveCount: 1 }]);
  });

  test('drops a message that is older than the retention period', () => {
    store.send(uploads.arn, 'old');
    now += 3_600_001;
    expect(receiveBodies()).toEqual([]);
  });

  test('a queue keeps its messages over a restart, and delivers those in flight again', () => {
    store.send(uploads.arn, 'waiting');
    store.send(uploads.arn, 'being worked on');
    store.receive(uploads.arn, 1);
    store.close();
    store = open();
    expect(receiveBodies().toSorted()).toEqual(['being worked on', 'waiting']);
  });

  test('sends a named message once, across restarts', () => {
    store.sendOnce('test event', uploads.arn, 'hello');
    store.close();
    store = open();
    store.sendOnce('test event', uploads.arn, 'hello');
    expect(store.peek(uploads.arn)).toEqual(['hello']);
  });
});

describe('failures of a batch', () => {
  const messages = [{ messageId: 'a' }, { messageId: 'b' }];
  const partial = { reportsBatchItemFailures: true };
  const succeeded = (result: unknown): Outcome => ({
    kind: 'succeeded',
    payload: JSON.stringify(result),
  });

  test.each([
    ['nothing', null, []],
    ['an empty list', { batchItemFailures: [] }, []],
    ['null instead of a list', { batchItemFailures: null }, []],
    ['one of its messages', { batchItemFailures: [{ itemIdentifier: 'b' }] }, ['b']],
    ['an unknown message', { batchItemFailures: [{ itemIdentifier: 'c' }] }, ['a', 'b']],
    ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }, ['a', 'b']],
    ['something that is no list', { batchItemFailures: 'b' }, ['a', 'b']],
  ])(
    'a batch answered with %s fails exactly the messages that it should',
    (_name, result, failed) => {
      expect([...failedIds(succeeded(result), partial, messages)]).toEqual(failed);
    },
  );

  test('a failed invocation fails the whole batch', () => {
    const error = { errorType: 'Error', errorMessage: 'no', trace: [] };
    expect(failedIds({ kind: 'failed', error }, partial, messages).size).toBe(2);
  });

  test('an answer counts for nothing unless the mapping asks for it', () => {
    const answer = succeeded({ batchItemFailures: [{ itemIdentifier: 'a' }] });
    expect(failedIds(answer, { reportsBatchItemFailures: false }, messages).size).toBe(0);
  });
});

describe('a poller', () => {
  const mapping = {
    queueArn: uploads.arn,
    functionName: 'receive-upload',
    batchSize: 2,
    batchingWindowSeconds: 0,
    maxConcurrency: 2,
    reportsBatchItemFailures: true,
  };
  type SqsEvent = { Records: { messageId: string; body: string }[] };

  test('deletes what succeeded and retries only what failed, until it is dead-lettered', async () => {
    const seen: string[][] = [];
    const poller = startPoller({
      store,
      mapping,
      invoke: async (event) => {
        const { Records } = event as SqsEvent;
        seen.push(Records.map(({ body }) => body));
        const failed = Records.filter(({ body }) => body === 'bad');
        const batchItemFailures = failed.map(({ messageId }) => ({ itemIdentifier: messageId }));
        return { kind: 'succeeded', payload: JSON.stringify({ batchItemFailures }) };
      },
    });
    store.send(uploads.arn, 'good');
    store.send(uploads.arn, 'bad');
    await eventually(() => expect(seen).toEqual([['good', 'bad']]));
    expect(poller.idle()).toBe(false);
    await eventually(() => {
      store.retryNow();
      expect(store.peek(dead.arn)).toEqual(['bad']);
    });
    expect(seen).toEqual([['good', 'bad'], ['bad']]);
    expect(poller.idle()).toBe(true);
    poller.stop();
  });

  test('runs no more batches at once than the mapping allows', async () => {
    const gates: (() => void)[] = [];
    let running = 0;
    let most = 0;
    const poller = startPoller({
      store,
      mapping,
      invoke: async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise<void>((resolve) => gates.push(resolve));
        running -= 1;
        return { kind: 'succeeded', payload: 'null' };
      },
    });
    for (let index = 0; index < 10; index += 1) store.send(uploads.arn, randomUUID());
    await eventually(() => {
      gates.shift()?.();
      expect(poller.idle()).toBe(true);
    });
    expect(most).toBe(2);
    poller.stop();
  });
});
