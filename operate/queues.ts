// SQS as far as whoever redrives needs it (Amazon SQS API reference, JSON protocol).
import type { SendToAws } from './aws-request.ts';
import { OperateError } from './operate-error.ts';

/** A message that waits. */
export interface WaitingMessage {
  readonly receiptHandle: string;
  readonly body: string;
  /** Epoch milliseconds. */
  readonly sentAt: number;
  /** What the sender added, such as EventBridge's `ERROR_CODE`. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** How far SQS is with moving messages. */
export interface MoveTask {
  readonly status: string;
  readonly movedCount: number;
  readonly failureReason?: string | undefined;
}

/** The calls. */
export type Queues = ReturnType<typeof queuesOf>;

interface Received {
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue?: string }>>;
}

/** SQS of an account; each call needs the right of its own name, `moveBack` those of `StartMessageMoveTask`. */
export function queuesOf(send: SendToAws) {
  async function call<Answer>(operation: string, body: object): Promise<Answer> {
    const headers = { 'x-amz-target': `AmazonSQS.${operation}` };
    const answer = await send({ service: 'sqs', path: '/', headers, body });
    if (answer.status === 200) return answer.body as Answer;
    const error = answer.body as { __type?: string; message?: string };
    const name = String(error.__type ?? answer.status).replace(/^.*#/, '');
    throw new QueueError(name, `SQS refused ${operation}: ${name}. ${error.message ?? ''}`.trim());
  }

  return {
    /** The ARN of a queue, how many messages can be received, about, and how many are received but not deleted. */
    async look(QueueUrl: string): Promise<{ arn: string; count: number; takenCount: number }> {
      const AttributeNames = [
        'QueueArn',
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
      ];
      const { Attributes = {} } = await call<{ Attributes?: Record<string, string> }>(
        'GetQueueAttributes',
        { QueueUrl, AttributeNames },
      );
      return {
        arn: Attributes.QueueArn ?? '',
        count: Number(Attributes.ApproximateNumberOfMessages),
        takenCount: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
      };
    },

    /** URLs of the queues whose dead letters come here; none where a stream's or a rule's do. */
    async sourcesOf(QueueUrl: string): Promise<readonly string[]> {
      const answer = await call<{ queueUrls?: string[] }>('ListDeadLetterSourceQueues', {
        QueueUrl,
      });
      return answer.queueUrls ?? [];
    },

    /** Receives up to ten messages, which no other receiver gets for some seconds; with 0, to show them. */
    async receive(QueueUrl: string, seconds: number): Promise<readonly WaitingMessage[]> {
      const { Messages = [] } = await call<{ Messages?: Received[] }>('ReceiveMessage', {
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: seconds,
        // Asks every server of the queue, not some.
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['SentTimestamp'],
        MessageAttributeNames: ['All'],
      });
      return Messages.map(({ ReceiptHandle, Body, Attributes, MessageAttributes = {} }) => ({
        receiptHandle: ReceiptHandle,
        body: Body,
        sentAt: Number(Attributes?.SentTimestamp ?? 0),
        attributes: Object.fromEntries(
          Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [
            name,
            StringValue,
          ]),
        ),
      }));
    },

    /** Puts a message back, to be received by anybody. */
    async putBack(QueueUrl: string, { receiptHandle }: WaitingMessage): Promise<void> {
      await call('ChangeMessageVisibility', {
        QueueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: 0,
      });
    },

    async remove(QueueUrl: string, { receiptHandle }: WaitingMessage): Promise<void> {
      await call('DeleteMessage', { QueueUrl, ReceiptHandle: receiptHandle });
    },

    /** Has SQS move every message from one queue to another; goes along with a task that runs already. */
    async moveBack(SourceArn: string, DestinationArn: string): Promise<void> {
      try {
        await call('StartMessageMoveTask', { SourceArn, DestinationArn });
      } catch (error) {
        const isRunning = error instanceof QueueError && /already/i.test(error.message);
        if (!isRunning) throw error;
      }
    },

    /** How the latest task of a queue stands. */
    async latestMove(SourceArn: string): Promise<MoveTask | undefined> {
      const { Results = [] } = await call<{ Results?: Record<string, unknown>[] }>(
        'ListMessageMoveTasks',
        { SourceArn, MaxResults: 1 },
      );
      const [latest] = Results;
      return (
        latest && {
          status: String(latest.Status),
          movedCount: Number(latest.ApproximateNumberOfMessagesMoved ?? 0),
          failureReason: latest.FailureReason as string | undefined,
        }
      );
    },
  };
}

/** SQS's refusal, by its name. */
export class QueueError extends OperateError {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
