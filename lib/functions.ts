// Creates all functions of the media side from the shared table of names, with bundle, rights and variables of each.
import { Duration } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Environment } from '../lambdas/env.ts';
import {
  type AnyFunctionName,
  auditingFunctions,
  type CoreFunction,
  directoryFunction,
  type FunctionName,
  functionNames,
  type ScanFunction,
  scanFunctions,
  type VariantFunction,
  variantFunctions,
} from '../lambdas/functions.ts';
import { AirlockFunction } from './airlock-function.ts';
import type { FunctionSource } from './function-code.ts';

const longer: Partial<Record<FunctionName, Duration>> = {
  // S3 may take seconds to complete an object of many parts, and its bytes are judged at once; API Gateway waits 30 seconds.
  'complete-upload': Duration.seconds(29),
  // The longest inspection, and reading what it inspects.
  'receive-upload': Duration.seconds(60),
  'scan-upload': Duration.minutes(5),
  'receive-scan-result': Duration.seconds(30),
  // Eight variants of the largest image, each within its own limit of time in lambdas/imaging.
  'make-variants': Duration.minutes(5),
  'record-variants': Duration.seconds(30),
  // Copies above 5 GB continue where the last attempt stopped.
  'publish-file': Duration.minutes(15),
  'purge-file': Duration.minutes(1),
  // Fifty transactions, one after the other; API Gateway waits 30 seconds.
  'delete-owner': Duration.seconds(29),
  'reap-uploads': Duration.minutes(15),
  reconcile: Duration.minutes(15),
};

/** A function answers a person within 10 seconds; those that work through a batch may take longer. */
export const timeoutOf = (name: FunctionName): Duration => longer[name] ?? Duration.seconds(10);

const larger: Partial<Record<AnyFunctionName, number>> = {
  // Inspecting documents is CPU-bound, and holds up to 256 MiB beside the SDK.
  'complete-upload': 1024,
  'receive-upload': 1024,
  // An image of 100 million pixels is 400 MB once decoded; at 1,769 MB Lambda gives one whole CPU.
  'make-variants': 1769,
  'reap-uploads': 1024,
  reconcile: 1024,
};

/** Memory of a function; the share of a CPU grows with it. */
export const memoryMegabytesOf = (name: AnyFunctionName): number => larger[name] ?? 512;

/** The functions of a stack; those for scans, variants and lookups only where it has them. */
export type Functions = Readonly<Record<CoreFunction, LambdaFunction>> &
  Readonly<
    Partial<Record<ScanFunction | VariantFunction | typeof directoryFunction, LambdaFunction>>
  >;

/** The properties of the functions. */
export interface FunctionsProps {
  readonly source: FunctionSource;
  readonly environment: Partial<Environment>;
  readonly permissions: Readonly<Record<FunctionName, readonly PolicyStatement[]>>;
  readonly scanFunction?: ScanFunction | undefined;
  readonly makesVariants: boolean;
  readonly hasDirectory: boolean;
  readonly logRetentionDays: number;
  /** The same for functions that write the audit log, where it is switched on. */
  readonly auditRetentionDays?: number | undefined;
  readonly tracing: boolean;
  readonly reservedConcurrency: Readonly<Partial<Record<FunctionName, number>>>;
}

/** Creates every function that is needed, each under its own name. */
export function createFunctions(
  scope: Construct,
  {
    permissions,
    scanFunction,
    makesVariants,
    hasDirectory,
    auditRetentionDays = 0,
    reservedConcurrency,
    ...shared
  }: FunctionsProps,
): Functions {
  const create = (name: FunctionName) =>
    new AirlockFunction(scope, {
      ...shared,
      name,
      permissions: permissions[name],
      logRetentionDays: auditingFunctions.includes(name)
        ? Math.max(shared.logRetentionDays, auditRetentionDays)
        : shared.logRetentionDays,
      timeout: timeoutOf(name),
      memoryMegabytes: memoryMegabytesOf(name),
      reservedConcurrency: reservedConcurrency[name],
    }).function;
  const optional: readonly FunctionName[] = [
    ...Object.values(scanFunctions),
    ...variantFunctions,
    directoryFunction,
  ];
  const chosen: readonly FunctionName[] = [
    ...(scanFunction ? [scanFunction] : []),
    ...(makesVariants ? variantFunctions : []),
    ...(hasDirectory ? [directoryFunction] : []),
  ];
  const needed = functionNames.filter((name) => !optional.includes(name) || chosen.includes(name));
  return Object.fromEntries(needed.map((name) => [name, create(name)])) as unknown as Functions;
}
