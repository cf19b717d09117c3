// The secondary indexes that the table of a configuration needs.
import { canListCollections } from '../lambdas/domain/access.ts';
import { type IndexName, indexes } from '../lambdas/table.ts';

/**
 * The table has the index by collection only if a caller can list a collection, because each settled file costs a write unit in
 * it. When such a caller is added, DynamoDB fills the new index with every file before CloudFormation continues, and so before a
 * function has the new configuration. See docs/decisions/0051-an-index-that-a-caller-reads.md.
 */
export const indexNamesFor = (
  config: Parameters<typeof canListCollections>[0],
): readonly IndexName[] =>
  (Object.keys(indexes) as IndexName[]).filter(
    (name) => name !== 'collectionFiles' || canListCollections(config),
  );
