// After the verdict, and after every change of visibility: the public side is made to agree with the record.
import type { MediaFunctionConfig } from '../config/function-config.ts';
import { type Collection, collectionOf } from '../domain/collection.ts';
import { downloadHeaders, servedAs } from '../domain/disposition.ts';
import type { ReadyFile } from '../domain/file.ts';
import type { FindFile, Now } from '../domain/ports.ts';
import {
  publicationTask,
  publicKeyOf,
  publicPrefixOf,
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
import { reencodableTypes } from '../domain/variants.ts';
import { versionOf } from '../domain/versions.ts';

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

/**
 * Publishes or withdraws a file's public copies according to its current record, not to the record in the event. Copies exactly
 * the judged version. Idempotent: the path of a copy is stored in the record before the copy is created, so every copy can be found and deleted.
 */
export const publishFile =
  (ports: Ports) =>
  async (id: string): Promise<Publication> => {
    let over: string | undefined;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const found = await ports.findFile(id);
      const collection = collectionOf(ports.config, found?.collection ?? '');
      const todo = publicationTask(found, collection);
      if (!todo) return 'up_to_date';
      if (todo.task === 'withdraw') return withdraw(todo.file, ports);
      const { file } = todo;
      const key = publicKeyOf(file);
      const headers = downloadHeaders(file, collection);
      const isCopied = collection?.serve === 'sanitized' || file.publishedAt !== undefined;
      const outcome = isCopied
        ? 'copied'
        : await ports.copyToPublic(file, { key, ...headers }, over);
      if (outcome === 'source_gone') return outcome;
      if (outcome === 'copied') {
        if (!(await copyVariants(file, collection, ports))) return 'source_gone';
        return finish(file, over !== undefined, ports);
      }
      // Read before the record is read again: what is overwritten then is never a copy of a later version.
      over = await ports.readCopyTag(key);
    }
    throw new Error(`The public copy of ${id} changes faster than it is overwritten.`);
  };

// The first attempt assumes that there is no copy; two copies of one file at the same time are rare, more are retried later.
const ATTEMPTS = 4;

/** Copies every variant; one that is there already has the same bytes. False when one of them is gone. */
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

/** Its URL is shown only once the copy is complete, and, where it replaced an earlier version, the edges have forgotten that. */
async function finish(
  file: WithToken<ReadyFile>,
  isOverwritten: boolean,
  ports: Ports,
): Promise<Publication> {
  const { invalidatePath, markPublished, now } = ports;
  await deleteStaleVariants(file, ports);
  if (isOverwritten && versionOf(file) > 1) {
    await invalidatePath(`/${publicKeyOf(file)}`, `${file.publicToken}-${file.versionId}`);
  }
  if (await markPublished(file, now().toISOString())) return 'published';
  await deleteUnwanted(file, ports);
  return 'overtaken';
}

/**
 * Deletes the copies that were just made, unless the record still wants them at these paths: a withdrawal of the same token may
 * have deleted what there was before they were made, and no record names the token then.
 */
async function deleteUnwanted(
  file: WithToken<ReadyFile>,
  { findFile, deletePublicCopy, invalidatePath }: Ports,
): Promise<void> {
  const found = await findFile(file.id);
  if (shouldBePublic(found) && found.publicToken === file.publicToken) return;
  const keys = [publicKeyOf(file), ...variantCopiesOf(file).map(({ publicKey }) => publicKey)];
  await Promise.all(keys.map(deletePublicCopy));
  await invalidatePath(
    `/${publicPrefixOf(file)}*`,
    `${file.publicToken}-${file.versionId}-unwanted`,
  );
}

/** First the objects, so that no edge can fetch it again; then the edges; the record last, so that a retry repairs a crash. */
async function withdraw(
  file: WithToken,
  { listPublicCopies, deletePublicCopy, invalidatePath, markWithdrawn }: Ports,
): Promise<Publication> {
  const prefix = publicPrefixOf(file);
  // Only an image can have variants, those of earlier recipes and versions included.
  const isReplaced = 'version' in file && versionOf(file) > 1;
  const hasVariants = reencodableTypes.includes(file.contentType) || isReplaced;
  const keys = hasVariants ? await listPublicCopies(prefix) : [publicKeyOf(file)];
  await Promise.all(keys.map(deletePublicCopy));
  const path = hasVariants ? `/${prefix}*` : `/${publicKeyOf(file)}`;
  await invalidatePath(path, `${file.publicToken}-${file.revision}-${file.status}`);
  return (await markWithdrawn(file.id, file.publicToken)) ? 'withdrawn' : 'overtaken';
}
