// SQS's API as far as functions and commands call it (Amazon SQS API reference, JSON protocol): sending, reading, deleting, and
// moving dead letters back.
import { createHash, randomUUID } from 'node:crypto';
import type { QueueStore } from '../queue/store.ts';

/** An answer in JSON. */
export interface QueueAnswer {
  readonly status: number;
  readonly body: object;
}

type Request = Readonly<Record<string, unknown>>;

interface BatchEntry {
  readonly Id: string;
  readonly MessageBody: string;
}

interface Move {
  readonly TaskHandle: string;
  readonly SourceArn: string;
  readonly Status: 'COMPLETED';
  readonly ApproximateNumberOfMessagesMoved: number;
}

/** The queue that a request is about, as an ARN. */
export const queueArnOf = (request: Request): string =>
  String(request.SourceArn ?? arnOfUrl(String(request.QueueUrl ?? '')));

/** `https://sqs.<region>.amazonaws.com/<account>/<name>` as an ARN. */
const arnOfUrl = (url: string): string => {
  const [, region, account, name] =
    /^https:\/\/sqs\.([\w-]+)\.amazonaws\.com\/(\d+)\/(.+)$/.exec(url) ?? [];
  return `arn:aws:sqs:${region}:${account}:${name}`;
};

const urlOfArn = (arn: string): string => {
  const [, , , region, account, name] = arn.split(':');
  return `https://sqs.${region}.amazonaws.com/${account}/${name}`;
};

/** Creates the operations; one that is not among them answers undefined. */
export function openQueueOperations(queues: QueueStore) {
  const moves: Move[] = [];

  return (operation: string, request: Request): QueueAnswer | undefined => {
    const arn = queueArnOf(request);
    if (!queues.has(arn)) {
      return refusal('QueueDoesNotExist', 'The specified queue does not exist.');
    }
    switch (operation) {
      case 'GetQueueAttributes':
        return answer({
          Attributes: {
            QueueArn: arn,
            ApproximateNumberOfMessages: String(queues.depth(arn).visible),
            ApproximateNumberOfMessagesNotVisible: String(queues.depth(arn).invisible),
          },
        });
      case 'ListDeadLetterSourceQueues':
        return answer({ queueUrls: queues.sourcesOf(arn).map(urlOfArn) });
      case 'SendMessageBatch':
        return answer({ Successful: sendAll(arn, request), Failed: [] });
      case 'ReceiveMessage':
        return answer({ Messages: receive(arn, request) });
      case 'ChangeMessageVisibility':
        queues.changeVisibility(String(request.ReceiptHandle), Number(request.VisibilityTimeout));
        return answer({});
      case 'DeleteMessage':
        queues.delete(String(request.ReceiptHandle));
        return answer({});
      case 'StartMessageMoveTask':
        return startMove(arn, String(request.DestinationArn ?? queues.sourcesOf(arn)[0]));
      case 'ListMessageMoveTasks':
        return answer({ Results: moves.filter(({ SourceArn }) => SourceArn === arn).slice(0, 1) });
      default:
        return undefined;
    }
  };

  function sendAll(arn: string, { Entries = [] }: { readonly Entries?: readonly BatchEntry[] }) {
    return Entries.map(({ Id, MessageBody }) => ({
      Id,
      MessageId: queues.send(arn, MessageBody),
      MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
    }));
  }

  function receive(arn: string, { MaxNumberOfMessages = 1, VisibilityTimeout }: Request) {
    const seconds = VisibilityTimeout === undefined ? undefined : Number(VisibilityTimeout);
    return queues.receive(arn, Number(MaxNumberOfMessages), seconds).map((message) => ({
      MessageId: message.messageId,
      ReceiptHandle: message.receiptHandle,
      Body: message.body,
      // The SDK compares it with the body that it received.
      MD5OfBody: createHash('md5').update(message.body).digest('hex'),
      Attributes: { SentTimestamp: String(message.sentAt) },
    }));
  }

  function startMove(arn: string, destinationArn: string): QueueAnswer {
    if (queues.sourcesOf(arn).length === 0) {
      return refusal(
        'InvalidParameterValue',
        'Source queue must be configured as a Dead Letter Queue.',
      );
    }
    if (!queues.has(destinationArn)) {
      return refusal('ResourceNotFoundException', 'The destination queue does not exist.');
    }
    const TaskHandle = randomUUID();
    const ApproximateNumberOfMessagesMoved = queues.redrive(arn, destinationArn);
    moves.unshift({
      TaskHandle,
      SourceArn: arn,
      Status: 'COMPLETED',
      ApproximateNumberOfMessagesMoved,
    });
    return answer({ TaskHandle });
  }
}

const answer = (body: object): QueueAnswer => ({ status: 200, body });

const refusal = (name: string, message: string): QueueAnswer => ({
  status: 400,
  body: { __type: `com.amazonaws.sqs#${name}`, message },
});
