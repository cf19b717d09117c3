// All functions of the story, from the shared table of names: bundle, rights and variables of each.
import { Duration } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Environment } from '../lambdas/env.ts';
import { type FunctionName, functionNames } from '../lambdas/functions.ts';
import { AirlockFunction } from './airlock-function.ts';

const longer: Partial<Record<FunctionName, Duration>> = {
  'receive-upload': Duration.seconds(30),
  'purge-file': Duration.minutes(1),
  'reap-uploads': Duration.minutes(5),
  reconcile: Duration.minutes(15),
};

/** A function answers a person within 10 seconds; those that work through a batch may take longer. */
export const timeoutOf = (name: FunctionName): Duration => longer[name] ?? Duration.seconds(10);

/** What the functions are made from. */
export interface FunctionsProps {
  /** Holds `<function>/index.mjs`. */
  readonly functionsDir: string;
  readonly environment: Omit<Environment, 'STATIC_BUCKET'>;
  readonly permissions: Readonly<Record<FunctionName, readonly PolicyStatement[]>>;
  readonly logRetentionDays: number;
}

/** Creates every function, each under its own name. */
export function createFunctions(
  scope: Construct,
  { permissions, ...shared }: FunctionsProps,
): Record<FunctionName, LambdaFunction> {
  const create = (name: FunctionName) =>
    new AirlockFunction(scope, {
      ...shared,
      name,
      permissions: permissions[name],
      timeout: timeoutOf(name),
    }).function;
  return Object.fromEntries(functionNames.map((name) => [name, create(name)])) as Record<
    FunctionName,
    LambdaFunction
  >;
}
