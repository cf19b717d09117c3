// What redriving does with answers of SQS and Lambda that no local engine gives on demand.
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  RequestThrottled,
  SQSClient,
  SQSServiceException,
  StartMessageMoveTaskCommand,
  UnsupportedOperation,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { queuesOf } from '../../operate/queues.ts';
import { redrive } from '../../operate/redrive.ts';
import { repairBy } from '../../operate/repair.ts';
import 'aws-sdk-client-mock-vitest/extend';

const account = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
};
const sqsClient = new SQSClient(account);
const lambdaClient = new LambdaClient(account);
const sqs = mockClient(sqsClient);
const lambda = mockClient(lambdaClient);
let said: string[];

beforeEach(() => {
  said = [];
  sqs.onAnyCommand().resolves({});
});
afterEach(() => {
  sqs.reset();
  lambda.reset();
});

const queues = queuesOf(sqsClient);
const parts = () => ({
  queues,
  repair: repairBy(lambdaClient, 'Reconcile'),
  now: () => new Date(),
  say: (line: string) => said.push(line),
});
const uploads = {
  name: 'uploads' as const,
  url: 'https://sqs.eu-central-1.amazonaws.com/1/dead',
  arn: 'arn:aws:sqs:eu-central-1:1:dead',
  count: 1,
  takenCount: 0,
  sourceUrl: 'https://sqs.eu-central-1.amazonaws.com/1/uploads',
};
const deletions = { ...uploads, name: 'deletions' as const, sourceUrl: undefined };

const metadata = { $metadata: { httpStatusCode: 400 }, message: '' };
const letter = (name: string) => ({ ReceiptHandle: name, Body: '{}' });
const answerOfLambda = (answer: object) => ({
  Payload: Object.assign(new TextEncoder().encode(JSON.stringify(answer)), {
    transformToString: () => JSON.stringify(answer),
  }) as never,
});

it('reports a refusal of SQS with its name and message', async () => {
  const name = 'AccessDenied';
  sqs
    .on(GetQueueAttributesCommand)
    .rejects(
      new SQSServiceException({ ...metadata, name, $fault: 'client', message: 'You may not.' }),
    );
  await expect(queues.look('q')).rejects.toThrow(
    'SQS refused GetQueueAttributes: AccessDenied. You may not.',
  );
});

it('reports an endpoint that cannot be reached', async () => {
  const unreachable = new SQSClient({ ...account, endpoint: 'http://127.0.0.1:1', maxAttempts: 1 });
  await expect(queuesOf(unreachable).look('q')).rejects.toThrow(
    /^SQS cannot be reached: .*127\.0\.0\.1:1/,
  );
});

it('waits for the end of a move, also when another run has started it', async () => {
  sqs
    .on(StartMessageMoveTaskCommand)
    .rejects(
      new UnsupportedOperation({ ...metadata, message: 'There is already a task running.' }),
    );
  sqs
    .on(ListMessageMoveTasksCommand)
    .resolvesOnce({ Results: [{ Status: 'RUNNING' }] })
    .resolves({ Results: [{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 1 }] });
  expect(await redrive(uploads, parts())).toBe(0);
  expect(sqs).toHaveReceivedCommandTimes(ListMessageMoveTasksCommand, 2);
  expect(said).toEqual(['uploads: 1 message moved back to be handled again.']);
});

it('reports a move that failed, with the reason that SQS gives', async () => {
  const FailureReason = 'CouldNotDetermineMessageSource';
  const Results = [{ Status: 'FAILED', ApproximateNumberOfMessagesMoved: 1, FailureReason }];
  sqs.on(ListMessageMoveTasksCommand).resolves({ Results });
  await expect(redrive(uploads, parts())).rejects.toThrow(
    'uploads: moving ended as FAILED: CouldNotDetermineMessageSource, after 1 message.',
  );
});

it('a throttled request to move messages is not taken for a running move', async () => {
  sqs.on(StartMessageMoveTaskCommand).rejects(new RequestThrottled(metadata));
  await expect(redrive(uploads, parts())).rejects.toThrow(
    'SQS refused StartMessageMoveTask: RequestThrottled.',
  );
  expect(sqs).not.toHaveReceivedCommand(ListMessageMoveTasksCommand);
});

it('invokes Reconcile until it names no next position, and then removes the messages', async () => {
  sqs
    .on(ReceiveMessageCommand)
    .resolvesOnce({ Messages: [letter('r1')] })
    .resolves({});
  lambda
    .on(InvokeCommand)
    .resolvesOnce(answerOfLambda({ findings: { stray_version: 1 }, next: { stage: 'files' } }))
    .resolves(answerOfLambda({ findings: { stray_version: 2 } }));
  expect(await redrive(deletions, parts())).toBe(0);
  expect(lambda.commandCalls(InvokeCommand).map(({ args }) => args[0].input.Payload)).toEqual([
    '{"repair":true}',
    '{"repair":true,"from":{"stage":"files"}}',
  ]);
  expect(sqs).toHaveReceivedCommandTimes(DeleteMessageCommand, 1);
  expect(said[0]).toContain('stray_version 3');
});

it('receives until a batch is empty, though batches hold fewer messages than requested', async () => {
  sqs
    .on(ReceiveMessageCommand)
    .resolvesOnce({ Messages: [letter('r1'), letter('r2')] })
    .resolvesOnce({ Messages: [letter('r3')] })
    .resolves({ Messages: [] });
  lambda.on(InvokeCommand).resolves(answerOfLambda({}));
  expect(await redrive(deletions, parts())).toBe(0);
  expect(sqs).toHaveReceivedCommandTimes(DeleteMessageCommand, 3);
});

it.each([
  [
    'returns an error',
    { ...answerOfLambda({ errorMessage: 'timed out' }), FunctionError: 'Unhandled' },
  ],
  ['returns an error without a message', { ...answerOfLambda({}), FunctionError: 'Unhandled' }],
])('puts every received message back and removes none when Reconcile %s', async (_what, answer) => {
  sqs
    .on(ReceiveMessageCommand)
    .resolvesOnce({ Messages: [letter('r1'), letter('r2')] })
    .resolves({});
  lambda.on(InvokeCommand).resolves(answer);
  await expect(redrive(deletions, parts())).rejects.toThrow(/^Reconcile failed: /);
  expect(sqs).not.toHaveReceivedCommand(DeleteMessageCommand);
  expect(sqs).toHaveReceivedCommandTimes(ChangeMessageVisibilityCommand, 2);
});

it('puts every received message back when the answer of Lambda is lost', async () => {
  sqs
    .on(ReceiveMessageCommand)
    .resolvesOnce({ Messages: [letter('r1'), letter('r2')] })
    .resolves({});
  lambda.on(InvokeCommand).rejects(new Error('socket hang up'));
  await expect(redrive(deletions, parts())).rejects.toThrow(
    'Lambda cannot be reached: socket hang up.',
  );
  expect(sqs).not.toHaveReceivedCommand(DeleteMessageCommand);
  expect(sqs).toHaveReceivedCommandTimes(ChangeMessageVisibilityCommand, 2);
});
