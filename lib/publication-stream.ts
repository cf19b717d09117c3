// Connects the table's stream to publish-file, which creates and deletes public copies.
import { FilterRule } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { FileTable } from './file-table.ts';
import { TableFeed } from './table-feed.ts';

// Lambda can ask whether something exists of leaves only, and the leaf is the value within its type.
const is = (value: string) => ({ S: FilterRule.isEqual(value) });
const exists = { S: FilterRule.exists() };
const isMissing = { S: FilterRule.notExists() };

/** What lambdas/domain/publication.ts finds something to do about. */
const images = [
  { status: is('ready'), visibility: is('public'), publishedAt: isMissing },
  { status: is('ready'), visibility: is('private'), publicToken: exists },
  { status: is('deleted'), publicToken: exists },
];

/** The way from a verdict, a change of visibility or an end in the table to publish-file. */
export const createPublicationStream = (
  scope: Construct,
  id: string,
  table: FileTable,
): TableFeed =>
  new TableFeed(scope, id, {
    table,
    alarmDescription:
      'A public copy could not be made or taken away. See the runbook, PublicationsDeadLetterAlarm.',
    changes: images.map((NewImage) => ({
      eventName: FilterRule.isEqual('MODIFY'),
      dynamodb: { NewImage },
    })),
    batchSize: 10,
    // A copy of terabytes must not hold up every other file of its shard.
    parallelizationFactor: 4,
  });
