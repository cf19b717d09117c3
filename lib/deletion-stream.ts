// Connects the table's stream to purge-file, which receives every deleted or rejected file.
import { FilterRule } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { FileTable } from './file-table.ts';
import { TableFeed } from './table-feed.ts';

/** The way from a file's end in the table to purge-file. */
export const createDeletionStream = (scope: Construct, id: string, table: FileTable): TableFeed =>
  new TableFeed(scope, id, {
    table,
    alarmDescription:
      'A deleted or refused file could not be purged. See the runbook, DeletionsDeadLetterAlarm.',
    changes: {
      eventName: FilterRule.isEqual('MODIFY'),
      dynamodb: { NewImage: { status: { S: FilterRule.or('deleted', 'rejected') } } },
    },
    batchSize: 10,
    retryAttempts: 10,
  });
