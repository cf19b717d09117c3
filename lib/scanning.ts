// What a demanded malware scan adds to the stack: with GuardDuty a plan and its results, with a clamd the way to it.

import { Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterRule } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { type Config, scannerInUse } from '../lambdas/config/config.ts';
import { type ScanFunction, scanFunctions } from '../lambdas/functions.ts';
import type { FileTable } from './file-table.ts';
import { timeoutOf } from './functions.ts';
import { HandOffQueue } from './hand-off-queue.ts';
import { protectFromMalware } from './malware-protection.ts';
import type { MediaBucket } from './media-bucket.ts';
import type { Network } from './network.ts';
import { TableFeed } from './table-feed.ts';

/** The scanning of a stack whose configuration demands it. */
export interface Scanning {
  /** The one function that it needs. */
  readonly function: ScanFunction;
  /** What that function needs to be fed, and to reach its scanner. */
  readonly readRights: readonly PolicyStatement[];
  readonly deadLetterUrl: string;
  /** Feeds that function. */
  feed(target: LambdaFunction): void;
  /** Has a scanner that the stack creates start only when the construct is there. */
  startAfter?(construct: Construct): void;
}

/** Creates what the configured scanner needs; nothing when no collection demands a scan. */
export function createScanning(
  scope: Construct,
  parts: {
    readonly config: Config;
    readonly table: FileTable;
    readonly bucket: MediaBucket;
    /** Where a function runs that talks to a clamd. Default: what the configuration says. */
    readonly network?: Network | undefined;
    readonly encryptionKey?: IKey | undefined;
  },
): Scanning | undefined {
  const scanner = scannerInUse(parts.config);
  if (!scanner) return undefined;
  return scanner.engine === 'clamd'
    ? scanByClamd(scope, parts.table, parts.network ?? scanner.vpc)
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

function scanByClamd(scope: Construct, table: FileTable, vpc: Network | undefined): Scanning {
  const questions = new TableFeed(scope, 'Scans', {
    table,
    alarmDescription:
      'A file could not be scanned after 11 attempts. See the runbook, ScansDeadLetterAlarm.',
    changes: {
      eventName: FilterRule.isEqual('MODIFY'),
      dynamodb: {
        NewImage: {
          status: { S: FilterRule.isEqual('pending') },
          scan: { M: { state: { S: FilterRule.isEqual('running') } } },
        },
      },
    },
    // One file at a time: a slow one holds up no batch. Ten at once is clamd's own default of MaxThreads.
    batchSize: 1,
    parallelizationFactor: 10,
  });
  return {
    function: scanFunctions.clamd,
    readRights: [
      ...questions.readRights,
      ...(vpc ? [new PolicyStatement({ actions: networkActions, resources: ['*'] })] : []),
    ],
    deadLetterUrl: questions.deadLetterUrl,
    feed(target) {
      if (vpc) {
        // Straight into the properties: the CDK's own way wants the VPC looked up in the account.
        (target.node.defaultChild as CfnFunction).vpcConfig = {
          subnetIds: [...vpc.subnetIds],
          securityGroupIds: [...vpc.securityGroupIds],
        };
        acknowledgeNetwork(target);
      }
      questions.feed(target);
    },
  };
}

const acknowledgeNetwork = (target: LambdaFunction) =>
  Validations.of(target).acknowledge({
    id: 'AwsSolutions-VPC7',
    reason: 'The VPC is the user’s own, and so are its flow logs.',
  });
