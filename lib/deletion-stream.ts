// Connects the table's stream to purge-file, which receives every deleted or rejected file and every version that is no longer kept.
import { FilterRule } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { FileTable } from './file-table.ts';
import { TableFeed } from './table-feed.ts';

/** The item of a version that waits to be purged, by the prefix of its sort key. */
const Keys = { sk: { S: FilterRule.beginsWith('VERSION#') } };

/** Feeds purge-file with the files that ended and the versions that are no longer kept. */
export const createDeletionStream = (scope: Construct, id: string, table: FileTable): TableFeed =>
  new TableFeed(scope, id, {
    table,
    alarmDescription:
      'A deleted or refused file could not be purged. See the runbook, DeletionsDeadLetterAlarm.',
    changes: [
      {
        eventName: FilterRule.isEqual('MODIFY'),
        dynamodb: { NewImage: { status: { S: FilterRule.or('deleted', 'rejected') } } },
      },
      // The item was removed: its time has passed, or its file was deleted.
      { eventName: FilterRule.isEqual('REMOVE'), dynamodb: { Keys } },
      // The version is purged at once.
      {
        dynamodb: {
          Keys,
          NewImage: {
            keptUntil: { S: FilterRule.notExists() },
            number: { N: FilterRule.exists() },
          },
        },
      },
    ],
    batchSize: 10,
    retryAttempts: 10,
  });
