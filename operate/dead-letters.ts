// The dead-letter queues of a stack, and descriptions of their messages.
import type { Queues, WaitingMessage } from './queues.ts';

/** The queues by the name that people use, each with the stack's output that has its URL. */
const outputs = {
  uploads: 'UploadDeadLetterQueueUrl',
  deletions: 'DeletionDeadLetterQueueUrl',
  changes: 'ChangeDeadLetterQueueUrl',
  publications: 'PublicationDeadLetterQueueUrl',
  scans: 'ScanDeadLetterQueueUrl',
  variants: 'VariantDeadLetterQueueUrl',
  'variant-results': 'VariantResultDeadLetterQueueUrl',
} as const;

/** The output that lists the dead-letter queue of each webhook, as `name=url`, separated by commas. */
const webhookOutput = 'WebhookDeadLetterQueueUrls';

/** A queue's name for people. */
export type QueueName = keyof typeof outputs | `webhook-${string}`;

/** The state of a dead-letter queue. */
export interface DeadLetters {
  readonly name: QueueName;
  readonly url: string;
  readonly arn: string;
  readonly count: number;
  /** How many more were received by another redrive within the last hour. */
  readonly takenCount: number;
  /** The queue that the messages came from; undefined for messages about the table's stream. */
  readonly sourceUrl: string | undefined;
}

/** Finds the queues by the outputs of a stack; those of scans and variants exist only if the configuration needs them. */
export async function findDeadLetters(
  stack: Readonly<Record<string, string>>,
  queues: Queues,
): Promise<readonly DeadLetters[]> {
  const single = Object.entries(outputs).flatMap(([name, output]) => {
    const url = stack[output];
    return url ? [{ name: name as QueueName, url }] : [];
  });
  const found = [...single, ...webhooksIn(stack[webhookOutput] ?? '')];
  return Promise.all(
    found.map(async ({ name, url }) => {
      const [looked, [sourceUrl]] = await Promise.all([queues.look(url), queues.sourcesOf(url)]);
      return { name, url, ...looked, sourceUrl };
    }),
  );
}

const webhooksIn = (output: string): { name: QueueName; url: string }[] =>
  output.split(',').flatMap((entry) => {
    const [name, url] = entry.split('=');
    return name && url ? [{ name: `webhook-${name}` as const, url }] : [];
  });

/** Describes a queue without a message to receive. */
export const describeNothing = ({ name, takenCount }: DeadLetters): string =>
  takenCount === 0
    ? `${name}: nothing waits.`
    : `${name}: nothing waits; ${takenCount} received by another redrive, visible again within an hour if that one stopped.`;

/** Describes a message: its object or changes, and why it failed if that is known. */
export function describeMessage({ body, attributes }: WaitingMessage): string {
  const { ERROR_CODE: code, ERROR_MESSAGE: message } = attributes;
  if (code) return `EventBridge: ${code} ${message ?? ''}`.trim();
  const content = parse(body);
  const key =
    at(content, 'Records', '0', 's3', 'object', 'key') ??
    at(content, 'detail', 's3ObjectDetails', 'objectKey') ??
    at(content, 'key');
  if (key) return `could not be handled: ${key}`;
  const fileId = at(content, 'fileId');
  if (fileId) return `could not be handled: file ${fileId}`;
  const type = at(content, 'detail', 'type');
  if (type) return `was not accepted: ${type} ${at(content, 'detail', 'id')}`;
  const condition = at(content, 'requestContext', 'condition');
  if (condition) {
    const tries = at(content, 'requestContext', 'approximateInvokeCount');
    const changes = at(content, 'DDBStreamBatchInfo', 'batchSize');
    return `${condition} after ${tries} tries: ${changes} of the table's changes, ${lastChangeOf(body)?.toISOString() ?? 'at a time unknown'}`;
  }
  return body.slice(0, 100);
}

/** The time of the latest change in a dead letter of the stream. */
export function lastChangeOf(body: string): Date | undefined {
  const time = at(parse(body), 'DDBStreamBatchInfo', 'approximateArrivalOfLastRecord');
  return typeof time === 'string' ? new Date(time) : undefined;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (found, name) =>
      typeof found === 'object' && found !== null
        ? (found as Record<string, unknown>)[name]
        : undefined,
    value,
  );
