// The resources of malware scans: with GuardDuty a plan and a queue of results, with a clamd a queue of requests and the
// function's network.

import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { type Config, scannerInUse } from '../lambdas/config/config.ts';
import { type ScanFunction, scanFunctions } from '../lambdas/functions.ts';
import { timeoutOf } from './functions.ts';
import { HandOffQueue } from './hand-off-queue.ts';
import { protectFromMalware } from './malware-protection.ts';
import type { MediaBucket } from './media-bucket.ts';
import type { Network } from './network.ts';

/** The scanning of a stack whose configuration demands it. */
export interface Scanning {
  /** The function of the scanner's engine. */
  readonly function: ScanFunction;
  /** The permissions of that function for receiving messages and reaching its scanner. */
  readonly readRights: readonly PolicyStatement[];
  readonly deadLetterUrl: string;
  /** The queue of requests, for a scanner that has to be called. */
  readonly requests?: HandOffQueue;
  /** Feeds that function. */
  feed(target: LambdaFunction): void;
  /** Makes a scanner that the stack creates start after this construct. */
  startAfter?(construct: Construct): void;
}

/** Creates what the configured scanner needs; nothing when no collection demands a scan. */
export function createScanning(
  scope: Construct,
  parts: {
    readonly config: Config;
    readonly bucket: MediaBucket;
    /** The network of a function that talks to a clamd. Default: that of the configuration. */
    readonly network?: Network | undefined;
    readonly encryptionKey?: IKey | undefined;
  },
): Scanning | undefined {
  const scanner = scannerInUse(parts.config);
  if (!scanner) return undefined;
  return scanner.engine === 'clamd'
    ? scanByClamd(scope, parts.config, parts.network ?? scanner.vpc)
    : scanByGuardDuty(scope, parts);
}

function scanByGuardDuty(
  scope: Construct,
  {
    config,
    bucket,
    encryptionKey,
  }: {
    readonly config: Config;
    readonly bucket: MediaBucket;
    readonly encryptionKey?: IKey | undefined;
  },
): Scanning {
  const results = new HandOffQueue(scope, 'ScanResults', {
    functionTimeout: timeoutOf(scanFunctions.guardduty),
    operations: config.operations,
    alarms: {
      deadLetter: `A scan result could not be received after ${config.operations.queueAttempts} attempts. See the runbook, ScanResultsDeadLetterAlarm.`,
      backlog:
        'Scan results wait longer than 15 minutes. See the runbook, ScanResultsBacklogAlarm.',
    },
  });
  const demanding = Object.values(config.collections).filter(({ scan }) => scan);
  const plan = protectFromMalware(scope, {
    bucket,
    collections: demanding.map(({ name }) => name),
    results,
    encryptionKey,
  });
  return {
    function: scanFunctions.guardduty,
    readRights: results.readRights,
    deadLetterUrl: results.deadLetters.queueUrl,
    feed: (target) => results.feed(target),
    startAfter: (construct) => plan.node.addDependency(construct),
  };
}

// What a function in a VPC needs (Lambda developer guide, "Giving Lambda functions access to resources in a VPC").
const networkActions = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/** Files that clamd scans at once by default (clamd.conf(5), MaxThreads). */
const CLAMD_THREADS = 10;

function scanByClamd(scope: Construct, { operations }: Config, vpc: Network | undefined): Scanning {
  const functionTimeout = timeoutOf(scanFunctions.clamd);
  const requests = new HandOffQueue(scope, 'Scans', {
    functionTimeout,
    // In a VPC the function cannot reach SQS to have it retried earlier.
    visibilityTimeout: functionTimeout.plus(Duration.seconds(30)),
    // One file at a time: a slow one delays no other.
    batchSize: 1,
    operations: {
      ...operations,
      queueConcurrency: Math.min(operations.queueConcurrency, CLAMD_THREADS),
    },
    alarms: {
      deadLetter: `A file could not be scanned after ${operations.queueAttempts} attempts. See the runbook, ScansDeadLetterAlarm.`,
      backlog: 'Scans wait longer than 15 minutes. See the runbook, ScansBacklogAlarm.',
    },
  });
  return {
    function: scanFunctions.clamd,
    readRights: [
      ...requests.readRights,
      ...(vpc ? [new PolicyStatement({ actions: networkActions, resources: ['*'] })] : []),
    ],
    deadLetterUrl: requests.deadLetters.queueUrl,
    requests,
    feed(target) {
      if (vpc) {
        // Set on the CloudFormation resource, because the CDK's own property requires a lookup of the VPC in the account.
        (target.node.defaultChild as CfnFunction).vpcConfig = {
          subnetIds: [...vpc.subnetIds],
          securityGroupIds: [...vpc.securityGroupIds],
        };
        acknowledgeNetwork(target);
      }
      requests.feed(target);
    },
  };
}

function acknowledgeNetwork(target: LambdaFunction): void {
  Validations.of(target).acknowledge({
    id: 'AwsSolutions-VPC7',
    reason: 'The VPC is the user’s own, and so are its flow logs.',
  });
  Validations.of(target.role ?? target).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason:
      'Lambda names the network interfaces of a function in a VPC itself (Lambda developer guide, "Giving Lambda functions access to resources in a VPC").',
  });
}
