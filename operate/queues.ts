// The calls of SQS for redriving: shows, moves and removes messages of dead-letter queues.
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { ask } from './ask.ts';
import { OperateError } from './operate-error.ts';

/** A message that waits. */
export interface WaitingMessage {
  readonly receiptHandle: string;
  readonly body: string;
  /** Epoch milliseconds. */
  readonly sentAt: number;
  /** Attributes that the sender added, such as EventBridge's `ERROR_CODE`. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** The progress of SQS in moving messages. */
export interface MoveTask {
  readonly status: string;
  readonly movedCount: number;
  readonly failureReason?: string | undefined;
}

/** The calls. */
export type Queues = ReturnType<typeof queuesOf>;

/**
 * SQS of an account; each call needs the right of its own name, `moveBack` those of `StartMessageMoveTask`. All of them
 * throw an `OperateError`.
 */
export const queuesOf = (sqs: SQSClient) => ({
  /** The ARN of a queue, how many messages can be received, about, and how many are received but not deleted. */
  async look(QueueUrl: string): Promise<{ arn: string; count: number; takenCount: number }> {
    const command = new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: [
        'QueueArn',
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
      ],
    });
    const { Attributes = {} } = await ask('SQS', 'GetQueueAttributes', sqs.send(command));
    return {
      arn: Attributes.QueueArn ?? '',
      count: Number(Attributes.ApproximateNumberOfMessages),
      takenCount: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
    };
  },

  /** URLs of the queues whose dead letters come here; none for those of a stream or a rule. */
  async sourcesOf(QueueUrl: string): Promise<readonly string[]> {
    const command = new ListDeadLetterSourceQueuesCommand({ QueueUrl });
    const { queueUrls } = await ask('SQS', 'ListDeadLetterSourceQueues', sqs.send(command));
    return queueUrls ?? [];
  },

  /** Receives up to ten messages, which no other receiver gets for some seconds; with 0, to show them. */
  async receive(QueueUrl: string, seconds: number): Promise<readonly WaitingMessage[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: seconds,
      // Long polling asks every server of the queue, not only some.
      WaitTimeSeconds: 1,
      MessageSystemAttributeNames: ['SentTimestamp'],
      MessageAttributeNames: ['All'],
    });
    const { Messages = [] } = await ask('SQS', 'ReceiveMessage', sqs.send(command));
    return Messages.map(toWaitingMessage);
  },

  /** Puts a message back, so that it can be received again. */
  async putBack(QueueUrl: string, { receiptHandle }: WaitingMessage): Promise<void> {
    const message = { QueueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: 0 };
    const command = new ChangeMessageVisibilityCommand(message);
    await ask('SQS', 'ChangeMessageVisibility', sqs.send(command));
  },

  async remove(QueueUrl: string, { receiptHandle }: WaitingMessage): Promise<void> {
    const command = new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receiptHandle });
    await ask('SQS', 'DeleteMessage', sqs.send(command));
  },

  /** Has SQS move every message from one queue to another. Does nothing when a task runs already. */
  async moveBack(SourceArn: string, DestinationArn: string): Promise<void> {
    const command = new StartMessageMoveTaskCommand({ SourceArn, DestinationArn });
    try {
      await ask('SQS', 'StartMessageMoveTask', sqs.send(command));
    } catch (error) {
      const isRunning = error instanceof OperateError && /already/i.test(error.message);
      if (!isRunning) throw error;
    }
  },

  /** The state of the latest task of a queue. */
  async latestMove(SourceArn: string): Promise<MoveTask | undefined> {
    const command = new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 1 });
    const { Results = [] } = await ask('SQS', 'ListMessageMoveTasks', sqs.send(command));
    const [latest] = Results;
    return (
      latest && {
        status: String(latest.Status),
        movedCount: latest.ApproximateNumberOfMessagesMoved ?? 0,
        failureReason: latest.FailureReason,
      }
    );
  },
});

const toWaitingMessage = (message: Message): WaitingMessage => ({
  receiptHandle: message.ReceiptHandle ?? '',
  body: message.Body ?? '',
  sentAt: Number(message.Attributes?.SentTimestamp ?? 0),
  attributes: Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, { StringValue = '' }]) => [
      name,
      StringValue,
    ]),
  ),
});
