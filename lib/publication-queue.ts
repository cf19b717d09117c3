// The queue of files whose public copy has to be created or deleted.
import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Operations } from '../lambdas/config/operations-config.ts';
import { HandOffQueue } from './hand-off-queue.ts';

/** The queue between relay-changes and publish-file, one file for each run: a copy of terabytes delays no other file. */
export const createPublicationQueue = (
  scope: Construct,
  id: string,
  props: { readonly functionTimeout: Duration; readonly operations: Operations },
): HandOffQueue =>
  new HandOffQueue(scope, id, {
    ...props,
    // A failure that the function reports is retried within seconds; this time is for runs that end without a report.
    visibilityTimeout: props.functionTimeout.plus(Duration.seconds(30)),
    batchSize: 1,
    mayPostpone: true,
    alarms: {
      deadLetter:
        'A public copy could not be created or deleted. See the runbook, PublicationsDeadLetterAlarm.',
      backlog:
        'Publications wait longer than 15 minutes. See the runbook, PublicationsBacklogAlarm.',
    },
  });
