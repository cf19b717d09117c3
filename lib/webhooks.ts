// Webhooks: for each address a rule that selects its events, a queue that keeps them for a day, secrets, and a function.
import { CustomResource, Duration, Validations } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Config } from '../lambdas/config/config.ts';
import type { Webhook } from '../lambdas/config/events-config.ts';
import { webhookAttempts, webhookTimeoutSeconds } from '../lambdas/config/webhook-schedule.ts';
import { AirlockFunction } from './airlock-function.ts';
import { DeadLetterQueue, queueDefaults } from './dead-letter-queue.ts';
import type { EventBridge } from './event-bridge.ts';
import { type OwnParameter, ownParameter } from './own-parameter.ts';
import { spelled } from './spelled.ts';

/** The properties of webhooks. */
export interface WebhooksProps {
  readonly config: Config;
  readonly events: EventBridge;
  /** Holds `<function>/index.mjs`. */
  readonly functionsDirectory: string;
}

/** Time for ten answers that come at the last moment, and for reading the secrets. */
const functionTimeout = Duration.seconds(3 * webhookTimeoutSeconds);

/** One address. Nothing is shared between two, so that one that is slow or down delays no other. */
export interface WebhookDelivery {
  readonly name: string;
  readonly deadLetters: DeadLetterQueue;
  /** Names of the SSM parameters of its secrets, the newest first. */
  readonly secretNames: readonly string[];
}

/** Creates every configured webhook. */
export function createWebhooks(scope: Construct, props: WebhooksProps): WebhookDelivery[] {
  const webhooks = props.config.events?.webhooks ?? [];
  if (webhooks.length === 0) return [];
  const maker = createSecretMaker(scope, props);
  return webhooks.map((webhook) => createWebhook(scope, webhook, maker, props));
}

function createWebhook(
  parent: Construct,
  webhook: Webhook,
  maker: AirlockFunction,
  { config, events, functionsDirectory }: WebhooksProps,
): WebhookDelivery {
  const { name, url, types, secrets } = webhook;
  const scope = new Construct(parent, `Webhook-${name}`);
  const deadLetters = new DeadLetterQueue(scope, 'DeadLetters', {
    alarmDescription: `The webhook ${name} did not accept an event within a day. See the runbook, WebhookDeadLetterAlarm.`,
  });
  const queue = new Queue(scope, 'Queue', {
    ...queueDefaults,
    retentionPeriod: Duration.days(4),
    visibilityTimeout: functionTimeout.plus(functionTimeout),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: webhookAttempts },
  });
  new Rule(scope, 'Events', {
    description: `Airlock: events for the webhook ${name}`,
    eventBus: events.bus,
    eventPattern: { source: [events.source], ...(types && { detailType: [...types] }) },
    targets: [new SqsQueue(queue, { deadLetterQueue: deadLetters })],
  });
  const parameters = secrets.map((generation) => parameterOf(parent, name, generation));
  const created = parameters.map(
    (parameter, index) =>
      new CustomResource(scope, `Secret-${secrets[index]}`, {
        resourceType: 'Custom::WebhookSecret',
        serviceToken: maker.function.functionArn,
        properties: { ParameterName: parameter.name },
      }),
  );
  const secretNames = parameters.map((parameter) => parameter.name);
  const { function: target } = new AirlockFunction(scope, {
    name: 'deliver-webhook',
    source: { functionsDirectory },
    environment: {
      WEBHOOK_NAME: name,
      WEBHOOK_URL: url,
      WEBHOOK_QUEUE: queue.queueUrl,
      WEBHOOK_SECRETS: secretNames.join(','),
    },
    timeout: functionTimeout,
    logRetentionDays: config.logRetentionDays,
    tracing: config.operations.tracing,
    permissions: [
      new PolicyStatement({
        actions: [
          'sqs:ChangeMessageVisibility',
          'sqs:DeleteMessage',
          'sqs:GetQueueAttributes',
          'sqs:ReceiveMessage',
        ],
        resources: [queue.queueArn],
      }),
      new PolicyStatement({
        actions: ['ssm:GetParameter'],
        resources: parameters.map(({ arn }) => arn),
      }),
    ],
  });
  target.node.addDependency(...created);
  new EventSourceMapping(scope, 'Feed', {
    target,
    eventSourceArn: queue.queueArn,
    batchSize: 10,
    reportBatchItemFailures: true,
    maxConcurrency: config.operations.queueConcurrency,
  });
  return { name, deadLetters, secretNames };
}

/** The function that creates secrets at deploy. */
function createSecretMaker(scope: Construct, { config, functionsDirectory }: WebhooksProps) {
  const every = parameterOf(scope, '*', '*');
  const maker = new AirlockFunction(scope, {
    name: 'create-webhook-secret',
    source: { functionsDirectory },
    environment: {},
    timeout: Duration.minutes(1),
    logRetentionDays: config.logRetentionDays,
    tracing: config.operations.tracing,
    permissions: [
      new PolicyStatement({
        actions: ['ssm:DeleteParameter', 'ssm:PutParameter'],
        // The secret of a removed webhook or generation is deleted after the last reference to it.
        resources: [every.arn],
      }),
    ],
  });
  Validations.of(maker).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${spelled(scope, every.arn)}]`,
    reason:
      'It makes and deletes a parameter for each webhook and generation that the configuration ever names.',
  });
  return maker;
}

/** The parameter of a secret below an Airlock. */
const parameterOf = (airlock: Construct, webhook: string, generation: string): OwnParameter =>
  ownParameter(airlock, 'webhook-secrets', webhook, generation);

/** The outputs by which commands and people find webhooks: each a list of `name=value`, separated by commas. */
export const webhookOutputs = (
  webhooks: readonly WebhookDelivery[],
): readonly (readonly [name: string, value: string])[] => {
  if (webhooks.length === 0) return [];
  const listed = (values: readonly string[]) => values.join(',');
  const queues = webhooks.map(({ name, deadLetters }) => `${name}=${deadLetters.queueUrl}`);
  const secrets = webhooks.flatMap(({ name, secretNames }) =>
    secretNames.map((secret) => `${name}=${secret}`),
  );
  return [
    ['WebhookDeadLetterQueueUrls', listed(queues)],
    ['WebhookSecretParameters', listed(secrets)],
  ];
};
