// The queues around make-variants: one of images, one of results.
import type { Construct } from 'constructs';
import type { Operations } from '../lambdas/config/operations-config.ts';
import { timeoutOf } from './functions.ts';
import { HandOffQueue } from './hand-off-queue.ts';

/** The queues of a stack that makes variants. */
export interface VariantQueues {
  /** From relay-changes to make-variants. */
  readonly requests: HandOffQueue;
  /** From make-variants to record-variants. */
  readonly results: HandOffQueue;
}

/** Creates both; one image for each run, so that one that ends the function delays no other. */
export const createVariantQueues = (
  scope: Construct,
  { operations }: { readonly operations: Operations },
): VariantQueues => ({
  requests: new HandOffQueue(scope, 'Variants', {
    functionTimeout: timeoutOf('make-variants'),
    operations,
    batchSize: 1,
    alarms: {
      deadLetter: `The variants of an image could not be made after ${operations.queueAttempts} attempts. See the runbook, VariantsDeadLetterAlarm.`,
      backlog: 'Images wait longer than 15 minutes. See the runbook, VariantsBacklogAlarm.',
    },
  }),
  results: new HandOffQueue(scope, 'VariantResults', {
    functionTimeout: timeoutOf('record-variants'),
    operations,
    alarms: {
      deadLetter: `Variants could not be recorded after ${operations.queueAttempts} attempts. See the runbook, VariantResultsDeadLetterAlarm.`,
      backlog: 'Variants wait longer than 15 minutes. See the runbook, VariantResultsBacklogAlarm.',
    },
  }),
});
