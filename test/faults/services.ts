// SQS and EventBridge as far as a function calls them, in memory: what they take is there at once.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { OutgoingEvent } from '../../lambdas/domain/relay-ports.ts';

/** Takes what functions send. */
export interface Inbox {
  readonly onMessage: (queueUrl: string, body: string) => void;
  readonly onEvent: (event: OutgoingEvent) => void;
}

interface SentRequest {
  readonly body: Uint8Array | string;
}

/** Clients of both services, whose requests reach the inbox. */
export function openServices(
  config: { readonly region: string; readonly credentials: object },
  inbox: Inbox,
) {
  const clientConfig = (answer: (request: never) => object) => ({
    ...(config as { region: string; credentials: never }),
    requestHandler: {
      handle: async ({ body }: SentRequest) => ({
        response: json(answer(JSON.parse(Buffer.from(body).toString()) as never)),
      }),
    },
  });
  return {
    sqs: new SQSClient({
      ...clientConfig((request) => receiveMessages(request, inbox)),
      useQueueUrlAsEndpoint: false,
    }),
    eventBridge: new EventBridgeClient(clientConfig((request) => receiveEvents(request, inbox))),
  };
}

interface Batch {
  readonly QueueUrl: string;
  readonly Entries: readonly { readonly Id: string; readonly MessageBody: string }[];
}

function receiveMessages({ QueueUrl, Entries }: Batch, { onMessage }: Inbox): object {
  for (const { MessageBody } of Entries) onMessage(QueueUrl, MessageBody);
  return {
    Failed: [],
    Successful: Entries.map(({ Id, MessageBody }) => ({
      Id,
      MessageId: Id,
      MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
    })),
  };
}

function receiveEvents(
  { Entries }: { readonly Entries: readonly { readonly Detail: string }[] },
  { onEvent }: Inbox,
): object {
  for (const { Detail } of Entries) onEvent(JSON.parse(Detail) as OutgoingEvent);
  return {
    FailedEntryCount: 0,
    Entries: Entries.map((_entry, index) => ({ EventId: `${index}` })),
  };
}

const json = (answer: object) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: Readable.from([Buffer.from(JSON.stringify(answer))]),
});
