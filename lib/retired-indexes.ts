// Indexes of release 0.1 that are no longer read, and the deployments that delete them.
import { type IndexName, indexes, type TableIndex } from '../lambdas/table.ts';

/** Nothing writes their attributes any more, so new files are not in them and they cost nothing but the storage of old ones. */
export const retiredIndexes: readonly TableIndex[] = [
  { name: 'collectionFiles', partition: 'ofOwnerCollection', sort: 'listedAt' },
  { name: 'collectionFilesByStatus', partition: 'ofOwnerCollection', sort: 'statusAt' },
  { name: 'pendingByExpiry', partition: 'pendingShard', sort: 'expiresAt' },
];

/** The context of the CDK that names, separated by commas, the retired indexes that a deployment keeps. */
export const RETIRED_INDEXES_CONTEXT = 'retiredIndexes';

/**
 * Plans the deployments of a table with these indexes: for each, the retired ones that it keeps. CloudFormation creates or
 * deletes one index per update (`AWS::DynamoDB::GlobalTable`, "GlobalSecondaryIndexes"), so the first one, which also
 * brings the functions, creates what is missing or deletes what the configuration no longer needs, and each other one deletes one
 * retired index.
 */
export function planDeployments(
  deployed: readonly string[],
  indexNames: readonly IndexName[],
): readonly (readonly string[])[] {
  const retired = retiredIndexes.map(({ name }) => name).filter((name) => deployed.includes(name));
  const needed = indexNames.map((name) => indexes[name].name);
  const isComplete = needed.every((name) => deployed.includes(name));
  const isLarger = deployed.length > needed.length + retired.length;
  const first = isComplete && !isLarger && retired.length > 0 ? 1 : 0;
  return Array.from({ length: retired.length + 1 - first }, (_, number) =>
    retired.slice(first + number),
  );
}
