// After the verdict, and after every change of visibility: makes the public copies agree with the record.
import type { MediaFunctionConfig } from '../config/function-config.ts';
import { type Collection, collectionOf } from '../domain/collection.ts';
import { downloadHeaders, servedAs } from '../domain/disposition.ts';
import type { FileRecord, ReadyFile } from '../domain/file.ts';
import type { PublicationRequest } from '../domain/hand-offs.ts';
import type { FindFile, Now } from '../domain/ports.ts';
import {
  publicationTask,
  publicKeyOf,
  publicKeysOf,
  publicVariantsPrefixOf,
  shouldBePublic,
  VARIANT_CACHE_CONTROL,
  variantCopiesOf,
  type WithToken,
} from '../domain/publication.ts';
import type {
  CopyToPublic,
  DeletePublicCopy,
  InvalidatePath,
  ListPublicCopies,
  MarkPublished,
  MarkWithdrawn,
  ReadCopyTag,
} from '../domain/publication-ports.ts';
import { versionOf } from '../domain/versions.ts';
import {
  type Deletion,
  deleteBelow,
  deleteUnwanted,
  withdraw,
} from '../publishing/delete-copies.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findFile: FindFile;
  readonly copyToPublic: CopyToPublic;
  readonly readCopyTag: ReadCopyTag;
  readonly listPublicCopies: ListPublicCopies;
  readonly deletePublicCopy: DeletePublicCopy;
  readonly invalidatePath: InvalidatePath;
  readonly markPublished: MarkPublished;
  readonly markWithdrawn: MarkWithdrawn;
  readonly now: Now;
}

/** The result; `overtaken` when the record changed concurrently, for which the stream emits its own event. */
export type Publication = 'published' | 'withdrawn' | 'source_gone' | 'overtaken' | 'up_to_date';

type Round = Publication | Deletion;

/** How often copies are made or deleted in one run while the visibility of the file changes; after that the message is retried. */
const MAX_ROUNDS = 4;

/** The first attempt assumes that there is no copy. Two concurrent copies of one file are rare; more are retried later. */
const MAX_ATTEMPTS = 4;

/**
 * Publishes or withdraws a file's public copies by its current record, not by the record in the event. Copies exactly the judged
 * version. Idempotent: the path of a copy is stored in the record before the copy is created, so every copy can be found and
 * deleted. A run that has deleted copies ends only once the record no longer requires them. A run that fails before that is
 * repeated; it then finds missing copies of a published file, and copies below a path that no record has any more.
 */
export const publishFile =
  (ports: Ports) =>
  async (request: PublicationRequest): Promise<Publication> => {
    for (let round = 1; round <= MAX_ROUNDS; round += 1) {
      const outcome = await actOnce(request, ports);
      if (outcome !== 'wanted_again') return outcome;
    }
    throw new Error(`The visibility of ${request.fileId} changes faster than its copies.`);
  };

async function actOnce(
  { fileId: id, publicToken }: PublicationRequest,
  ports: Ports,
): Promise<Round> {
  let overwrittenTag: string | undefined;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const found = await ports.findFile(id);
    if (publicToken !== undefined && found?.publicToken !== publicToken) {
      await deleteBelow(publicToken, ports);
    }
    const collection = collectionOf(ports.config, found?.collection ?? '');
    const task = publicationTask(found, collection);
    if (task?.task === 'withdraw') return withdraw(task.file, ports);
    const lost = task ? undefined : await findLost(found, collection, ports);
    const file = task?.file ?? lost;
    if (!file) return 'up_to_date';
    const key = publicKeyOf(file);
    const headers = downloadHeaders(file, collection);
    const isCopied = collection?.serve === 'sanitized' || (file.publishedAt !== undefined && !lost);
    const outcome = isCopied
      ? 'copied'
      : await ports.copyToPublic(file, { key, ...headers }, overwrittenTag);
    if (outcome === 'source_gone') return outcome;
    if (outcome === 'copied') {
      if (!(await copyVariants(file, collection, ports))) return 'source_gone';
      return finish(file, overwrittenTag !== undefined, ports);
    }
    // Read before the record is read again, so that a copy of a later version is never overwritten.
    overwrittenTag = await ports.readCopyTag(key);
  }
  throw new Error(`The public copy of ${id} changes faster than it is overwritten.`);
}

/**
 * The file, if its record says that it is published and a copy is missing: a withdrawal that began while it was private deleted
 * the copy of a publication that came later. Only late messages lead here, because none is sent for a published file.
 */
async function findLost(
  file: FileRecord | undefined,
  collection: Collection | undefined,
  { readCopyTag }: Ports,
): Promise<WithToken<ReadyFile> | undefined> {
  if (!shouldBePublic(file) || file.publishedAt === undefined) return undefined;
  const tags = await Promise.all(publicKeysOf(file, collection).map(readCopyTag));
  return tags.includes(undefined) ? file : undefined;
}

/** Copies every variant; a copy that exists already has the same bytes. False when a variant no longer exists. */
async function copyVariants(
  file: WithToken<ReadyFile>,
  collection: Collection | undefined,
  { copyToPublic }: Ports,
): Promise<boolean> {
  const { readyAt } = file;
  for (const { publicKey, key, versionId, size, contentType } of variantCopiesOf(file)) {
    const headers = downloadHeaders(servedAs(file, contentType), collection);
    const to = { key: publicKey, ...headers, cacheControl: VARIANT_CACHE_CONTROL };
    const from = { key, versionId, size, readyAt };
    if ((await copyToPublic(from, to, undefined)) === 'source_gone') return false;
  }
  return true;
}

/** Deletes the copies of variants that the file no longer has: of an earlier version, or of earlier recipes. */
async function deleteStaleVariants(
  file: WithToken<ReadyFile>,
  { listPublicCopies, deletePublicCopy, invalidatePath }: Ports,
): Promise<void> {
  const copies = variantCopiesOf(file);
  if (copies.length === 0 && versionOf(file) === 1) return;
  const wanted = new Set(copies.map(({ publicKey }) => publicKey));
  const prefix = publicVariantsPrefixOf(file);
  const stale = (await listPublicCopies(prefix)).filter((key) => !wanted.has(key));
  if (stale.length === 0) return;
  await Promise.all(stale.map(deletePublicCopy));
  const reference = `${file.publicToken}-${file.versionId}-${file.variants?.recipesId}`;
  await invalidatePath(`/${prefix}*`, reference);
}

/** Shows the URL of the file, once its copy is complete and, after a replacement, the edges no longer keep the earlier version. */
async function finish(
  file: WithToken<ReadyFile>,
  isOverwritten: boolean,
  ports: Ports,
): Promise<Round> {
  const { invalidatePath, markPublished, now } = ports;
  await deleteStaleVariants(file, ports);
  if (isOverwritten && versionOf(file) > 1) {
    await invalidatePath(`/${publicKeyOf(file)}`, `${file.publicToken}-${file.versionId}`);
  }
  if (await markPublished(file, now().toISOString())) return 'published';
  return deleteUnwanted(file, ports);
}
