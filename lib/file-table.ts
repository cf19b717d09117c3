// The table of files; its keys and indexes come from the module that the functions use.
import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import {
  type IndexName,
  indexes,
  type TableIndex,
  tableKey,
  timeToLiveAttribute,
} from '../lambdas/table.ts';
import { RETIRED_INDEXES_CONTEXT, retiredIndexes } from './retired-indexes.ts';

const stringKey = (name: string) => ({ name, type: AttributeType.STRING });

/** The retired indexes that this deployment keeps, since an update deletes no more than one. */
function keptIndexes(scope: Construct): readonly TableIndex[] {
  const names: string = scope.node.tryGetContext(RETIRED_INDEXES_CONTEXT) ?? '';
  const kept = names.split(',');
  return retiredIndexes.filter(({ name }) => kept.includes(name));
}

/** The properties of the table. */
interface FileTableProps {
  /** Whether the table is deleted with its stack. */
  readonly isRemoved: boolean;
  readonly indexNames: readonly IndexName[];
}

/** The table of files, on demand, restorable to any second of the last 35 days. */
export class FileTable extends TableV2 {
  /** The indexes that functions may read. */
  readonly indexNames: readonly IndexName[];

  constructor(scope: Construct, id: string, { isRemoved, indexNames }: FileTableProps) {
    super(scope, id, {
      partitionKey: stringKey(tableKey.partition),
      sortKey: stringKey(tableKey.sort),
      globalSecondaryIndexes: [
        ...indexNames.map((name) => indexes[name]),
        ...keptIndexes(scope),
      ].map(({ name, partition, sort }) => ({
        indexName: name,
        partitionKey: stringKey(partition),
        sortKey: stringKey(sort),
        projectionType: ProjectionType.ALL,
      })),
      timeToLiveAttribute,
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: !isRemoved,
      // Deletion protection would stop CloudFormation from deleting it after a failed creation as well.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.indexNames = indexNames;
  }

  /** ARN of one index, for a role that may read that index only. */
  indexArn(name: IndexName): string {
    return `${this.tableArn}/index/${indexes[name].name}`;
  }
}
