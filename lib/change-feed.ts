// Connects the table's stream to relay-changes, which handles all consequences of a change except the purge.
import { FilterRule } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { quotaRefusalKind } from '../lambdas/table.ts';
import type { FileTable } from './file-table.ts';
import { TableFeed } from './table-feed.ts';

// Lambda's filters can check the existence of leaves only, and the leaf is the value within its type.
const is = (value: string) => ({ S: FilterRule.isEqual(value) });
const exists = { S: FilterRule.exists() };
const isMissing = { S: FilterRule.notExists() };

/** Changes for which lambdas/domain/publication.ts finds a task. */
const publications = [
  { status: is('ready'), visibility: is('public'), publishedAt: isMissing },
  { status: is('ready'), visibility: is('private'), publicToken: exists },
  { status: is('deleted'), publicToken: exists },
];

/** Changes after which variants are to make or to publish, by lambdas/domain/variants.ts. */
const withVariants = [{ status: is('ready') }, { status: is('deleted'), publicToken: exists }];

/** Changes in which lambdas/domain/file-events.ts finds outcomes. */
const outcomes = [{ status: { S: FilterRule.or('ready', 'rejected', 'deleted') } }];

/** A version that waits for a clamd. */
const scan = { status: is('pending'), scan: { M: { state: is('running') } } };

/** Which changes a configuration relays besides publications. */
export interface Relayed {
  readonly scans: boolean;
  readonly variants: boolean;
  readonly events: boolean;
}

const modified = (NewImage: object) => ({
  eventName: FilterRule.isEqual('MODIFY'),
  dynamodb: { NewImage },
});

/**
 * The second of the two readers of the table's stream, which is as many as DynamoDB serves well ("Reading and processing a
 * stream"). A change that cannot be relayed is retried for a day, as long as the stream keeps it: no event is lost before.
 */
export const createChangeFeed = (
  scope: Construct,
  id: string,
  table: FileTable,
  { scans, variants, events }: Relayed,
): TableFeed =>
  new TableFeed(scope, id, {
    table,
    alarmDescription:
      'A change could not be relayed within a day. See the runbook, ChangesDeadLetterAlarm.',
    changes: [
      ...(events ? outcomes : variants ? withVariants : publications).map(modified),
      ...(scans ? [modified(scan)] : []),
      // An owner's first refusal is a new item, each further one a change of it.
      ...(events ? [{ dynamodb: { NewImage: { sk: is(quotaRefusalKind) } } }] : []),
    ],
    batchSize: 100,
    retryAttempts: 'until expired',
  });
