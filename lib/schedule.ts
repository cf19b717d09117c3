// Schedules of functions.
import type { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/** Runs a function at a fixed rate; the next run repairs what a failed one left. */
export const runEvery = (
  scope: Construct,
  id: string,
  rate: Duration,
  target: LambdaFunction,
): Rule =>
  new Rule(scope, id, {
    schedule: Schedule.rate(rate),
    targets: [new LambdaTarget(target, { retryAttempts: 0 })],
  });
