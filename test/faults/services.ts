// SQS, EventBridge, SSM and Cognito as far as a function calls them, in memory: each write can be read at once.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { OutgoingEvent } from '../../lambdas/domain/relay-ports.ts';

/** Takes what functions send. */
export interface Inbox {
  readonly onMessage: (queueUrl: string, body: string) => void;
  readonly onEvent: (event: OutgoingEvent) => void;
}

interface SentRequest {
  readonly body: Uint8Array | string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a service answers, with its status where it refuses. */
interface Answered {
  readonly statusCode?: number;
  readonly [field: string]: unknown;
}

/** What a service answers to each of its operations. */
type Operations = Readonly<Record<string, (request: never) => Answered>>;

/** Clients of the services, whose requests reach the inbox. */
export function openServices(
  config: { readonly region: string; readonly credentials: object },
  inbox: Inbox,
) {
  const clientConfig = (operations: Operations) => ({
    ...(config as { region: string; credentials: never }),
    requestHandler: {
      handle: async ({ body, headers }: SentRequest) => {
        const operation = headers['x-amz-target']?.split('.')[1] ?? '';
        const answer = operations[operation];
        if (!answer) throw new Error(`No function calls ${operation}.`);
        // Not Buffer.from(body): the SDK's own kind of bytes warns of a use as text.
        const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
        const { statusCode = 200, ...content }: Answered = answer(JSON.parse(text) as never);
        return { response: json(content, statusCode) };
      },
    },
  });
  return {
    sqs: new SQSClient({
      ...clientConfig({
        SendMessageBatch: (request) => receiveMessages(request, inbox),
        ChangeMessageVisibility: () => ({}),
      }),
      useQueueUrlAsEndpoint: false,
    }),
    eventBridge: new EventBridgeClient(
      clientConfig({ PutEvents: (request) => receiveEvents(request, inbox) }),
    ),
    ssm: new SSMClient(clientConfig(parameterStore())),
    cognito: new CognitoIdentityProviderClient(clientConfig({ ListUsers: listUsers })),
  };
}

/** The value of every secret: it follows from its name. */
export const secretOf = (name: string): string =>
  `whsec_${createHash('sha256').update(name).digest('base64')}`;

/** The parameters of one run; those of the operator and of webhooks are there from the beginning. */
function parameterStore(): Operations {
  const values = new Map<string, string>();
  const refuse = (__type: string): Answered => ({ statusCode: 400, __type });
  const isThere = (name: string) => /^\/(?:app|webhooks)\//.test(name);
  return {
    GetParameter({ Name }: Parameter): Answered {
      const Value = values.get(Name) ?? (isThere(Name) ? secretOf(Name) : undefined);
      return Value === undefined ? refuse('ParameterNotFound') : { Parameter: { Name, Value } };
    },
    PutParameter({ Name, Value = '' }: Parameter): Answered {
      if (values.has(Name)) return refuse('ParameterAlreadyExists');
      values.set(Name, Value);
      return {};
    },
    DeleteParameter: ({ Name }: Parameter): Answered =>
      values.delete(Name) ? {} : refuse('ParameterNotFound'),
  };
}

interface Parameter {
  readonly Name: string;
  readonly Value?: string;
}

/** The person whom every directory knows. */
export const knownPerson = { sub: 'ben', name: 'ben@example.com' } as const;

function listUsers({ Filter }: { readonly Filter: string }): Answered {
  const { sub, name } = knownPerson;
  const isKnown = Filter === `email = "${name}"` || Filter === `sub = "${sub}"`;
  const attributes = { sub, email: name, email_verified: 'true' };
  const Attributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  return { Users: isKnown ? [{ Username: sub, Enabled: true, Attributes }] : [] };
}

interface Batch {
  readonly QueueUrl: string;
  readonly Entries: readonly { readonly Id: string; readonly MessageBody: string }[];
}

function receiveMessages({ QueueUrl, Entries }: Batch, { onMessage }: Inbox): Answered {
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
): Answered {
  for (const { Detail } of Entries) onEvent(JSON.parse(Detail) as OutgoingEvent);
  return {
    FailedEntryCount: 0,
    Entries: Entries.map((_entry, index) => ({ EventId: `${index}` })),
  };
}

const json = (answer: object, statusCode: number) => ({
  statusCode,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: Readable.from([Buffer.from(JSON.stringify(answer))]),
});
