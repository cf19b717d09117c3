// The requests to other functions that follow from a change in the table: copies to publish or withdraw, variants to make,
// versions to scan.
import { collectionOf, type Rules } from './collection.ts';
import type { FileRecord } from './file.ts';
import type { Change } from './file-events.ts';
import { publicationTask } from './publication.ts';
import type { StoredVariant, VariantFailure } from './variant.ts';
import { isMade, recipesFor } from './variants.ts';

/** A file whose public copy has to be created or deleted. */
export interface PublicationRequest {
  readonly fileId: string;
  /** The token that the record had. Copies below its path are deleted once no record has the token. */
  readonly publicToken?: string | undefined;
}

/** A version that has to be scanned. */
export interface ScanRequest {
  readonly fileId: string;
  readonly key: string;
  readonly versionId: string;
}

/** A version of an image whose variants have to be made. */
export interface VariantsRequest {
  readonly fileId: string;
  readonly collection: string;
  readonly key: string;
  readonly versionId: string;
  /** The detected type. */
  readonly contentType: string;
}

/** The variants that were made of a version, or why there are none. */
export interface VariantsResult {
  readonly fileId: string;
  readonly versionId: string;
  readonly recipesId: string;
  readonly items: readonly StoredVariant[];
  readonly failure?: VariantFailure | undefined;
}

/** A request and the queue that it waits in. */
export type HandOff =
  | { readonly queue: 'publications'; readonly request: PublicationRequest }
  | { readonly queue: 'scans'; readonly request: ScanRequest }
  | { readonly queue: 'variants'; readonly request: VariantsRequest }
  | { readonly queue: 'variantResults'; readonly request: VariantsResult };

/** The name of a queue. */
export type QueueName = HandOff['queue'];

/** The requests that follow from a change. A repeated request is harmless: its function decides by the record. */
export function handOffsOf(
  { before, after }: Change,
  rules: Pick<Rules, 'collections'>,
): HandOff[] {
  if (!after) return [];
  const handOffs: HandOff[] = [];
  const publication = publicationTask(after, collectionOf(rules, after.collection));
  if (publication) {
    const { id: fileId, publicToken } = publication.file;
    handOffs.push({ queue: 'publications', request: { fileId, publicToken } });
  }
  const versionId = requestedScan(before, after);
  if (versionId !== undefined) {
    handOffs.push({ queue: 'scans', request: { fileId: after.id, key: after.key, versionId } });
  }
  const variants = requestedVariants(before, after, rules);
  if (variants) handOffs.push({ queue: 'variants', request: variants });
  return handOffs;
}

/** The variants that this change requests: of a new version, or of a file that reconcile asked about. */
function requestedVariants(
  before: FileRecord | undefined,
  after: FileRecord,
  rules: Pick<Rules, 'collections'>,
): VariantsRequest | undefined {
  if (after.status !== 'ready') return undefined;
  const { id: fileId, collection, key, versionId, contentType, variantsAskedAt } = after;
  const recipes = recipesFor(contentType, collectionOf(rules, collection));
  if (recipes.length === 0 || isMade(after, recipes)) return undefined;
  const isKnown =
    before?.status === 'ready' &&
    before.versionId === versionId &&
    before.variantsAskedAt === variantsAskedAt;
  return isKnown ? undefined : { fileId, collection, key, versionId, contentType };
}

/** The version whose scan this change requested; an edit of a file that waits for its scan is no new request. */
function requestedScan(before: FileRecord | undefined, after: FileRecord): string | undefined {
  if (after.status !== 'pending' || after.scan?.state !== 'running') return undefined;
  const { versionId, askedAt } = after.scan;
  const knownAt =
    before?.status === 'pending' && before.scan?.state === 'running'
      ? before.scan.askedAt
      : undefined;
  return askedAt === knownAt ? undefined : versionId;
}
