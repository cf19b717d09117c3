import { expect, it } from 'vitest';
import { sqsS3Events, versionsIn } from '../../lambdas/aws/events/sqs-s3-events.ts';
import { invocationWith, queued, queueEvent } from './queued-messages.ts';

const notification = (...objects: object[]) =>
  JSON.stringify({ Records: objects.map((object) => ({ s3: { object } })) });
const invocation = invocationWith(60_000);

it('decodes keys as S3 encodes them in direct notifications', () => {
  const body = notification({ key: 'media/red+flower%2B%C3%BC.jpg', versionId: 'v1' });
  expect(versionsIn(body)).toEqual([{ key: 'media/red flower+ü.jpg', versionId: 'v1' }]);
});

it('ignores the test event that S3 sends when notifications are configured', async () => {
  const received: unknown[] = [];
  const handler = sqsS3Events(async (version) => void received.push(version));
  const test = JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent' });
  expect(await handler(queued(test), invocation)).toEqual({ batchItemFailures: [] });
  expect(received).toEqual([]);
});

it('reports only the messages that failed', async () => {
  const handler = sqsS3Events(async ({ key }) => {
    if (key === 'bad') throw new Error('broken infrastructure');
  });
  const event = queued(
    notification({ key: 'good', versionId: 'v1' }),
    notification({ key: 'bad', versionId: 'v1' }),
    'not JSON',
    notification({ key: 'unversioned' }),
  );
  const { batchItemFailures } = await handler(event, invocation);
  const failed = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  expect(failed.sort()).toEqual(['m1', 'm2', 'm3']);
});

it('handles messages that were received before after the others, one at a time', async () => {
  const log: string[] = [];
  const handler = sqsS3Events(async ({ key }) => {
    log.push(`start ${key}`);
    await new Promise(setImmediate);
    log.push(`end ${key}`);
  });
  const message = (key: string, receiveCount: number) => ({
    id: key,
    body: notification({ key, versionId: 'v1' }),
    receiveCount,
  });
  await handler(
    queueEvent([message('a', 2), message('b', 1), message('c', 3), message('d', 1)]),
    invocation,
  );
  expect(log).toEqual([
    ...['start b', 'start d', 'end b', 'end d'],
    ...['start a', 'end a', 'start c', 'end c'],
  ]);
});

it('passes on how much time the function has left', async () => {
  const seen: number[] = [];
  const handler = sqsS3Events(async (_version, { remainingMs }) => void seen.push(remainingMs()));
  await handler(queued(notification({ key: 'a', versionId: 'v1' })), invocationWith(4711));
  expect(seen).toEqual([4711]);
});
