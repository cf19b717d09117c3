import type { SQSEvent } from 'aws-lambda';
import { expect, it } from 'vitest';
import { sqsS3Events, versionsIn } from '../../lambdas/aws/events/sqs-s3-events.ts';

const notification = (...objects: object[]) =>
  JSON.stringify({ Records: objects.map((object) => ({ s3: { object } })) });
const queued = (...bodies: string[]) =>
  ({ Records: bodies.map((body, index) => ({ messageId: `m${index}`, body })) }) as SQSEvent;

it('decodes keys as S3 encodes them in direct notifications', () => {
  const body = notification({ key: 'media/red+flower%2B%C3%BC.jpg', versionId: 'v1' });
  expect(versionsIn(body)).toEqual([{ key: 'media/red flower+ü.jpg', versionId: 'v1' }]);
});

it('takes S3’s test event for what it is: nothing to do', async () => {
  const received: unknown[] = [];
  const handler = sqsS3Events(async (version) => void received.push(version));
  const test = JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent' });
  expect(await handler(queued(test))).toEqual({ batchItemFailures: [] });
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
  expect(await handler(event)).toEqual({
    batchItemFailures: ['m1', 'm2', 'm3'].map((itemIdentifier) => ({ itemIdentifier })),
  });
});
