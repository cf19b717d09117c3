// Deletes public copies: those of a file that is no longer public, and those that a publication made too late.
import type { ReadyFile } from '../domain/file.ts';
import type { FindFile, Now } from '../domain/ports.ts';
import {
  publicKeyOf,
  publicPrefixOf,
  shouldBePublic,
  variantCopiesOf,
  type WithToken,
} from '../domain/publication.ts';
import type {
  DeletePublicCopy,
  InvalidatePath,
  ListPublicCopies,
  MarkWithdrawn,
} from '../domain/publication-ports.ts';
import { reencodableTypes } from '../domain/variants.ts';
import { versionOf } from '../domain/versions.ts';

interface Ports {
  readonly findFile: FindFile;
  readonly listPublicCopies: ListPublicCopies;
  readonly deletePublicCopy: DeletePublicCopy;
  readonly invalidatePath: InvalidatePath;
  readonly markWithdrawn: MarkWithdrawn;
  readonly now: Now;
}

/** The result; `wanted_again` when the record requires the deleted copies again, because the file was made public since. */
export type Deletion = 'withdrawn' | 'overtaken' | 'wanted_again';

/**
 * Deletes copies, then invalidates them at the edges. The reference is unique to this run, because CloudFront ignores a reference
 * that it knows, and a copy that another run made after an earlier deletion must leave the edges as well.
 */
async function deleteAt(
  keys: readonly string[],
  { path, publicToken }: { readonly path: string; readonly publicToken: string },
  { deletePublicCopy, invalidatePath, now }: Ports,
): Promise<void> {
  await Promise.all(keys.map(deletePublicCopy));
  await invalidatePath(`/${path}`, `${publicToken}-${now().toISOString()}`);
}

/**
 * Deletes the copies below the path of a token that no record has any more: they are left by a run that copied after the
 * withdrawal and ended before it noticed. The path is invalidated in any case, because that run may have ended after its
 * deletion.
 */
export async function deleteBelow(publicToken: string, ports: Ports): Promise<void> {
  const prefix = publicPrefixOf({ publicToken });
  const keys = await ports.listPublicCopies(prefix);
  await deleteAt(keys, { path: `${prefix}*`, publicToken }, ports);
}

/** Whether the current record requires copies at the paths of this token. */
async function isWanted({ id, publicToken }: WithToken, { findFile }: Ports): Promise<boolean> {
  const found = await findFile(id);
  return shouldBePublic(found) && found.publicToken === publicToken;
}

/**
 * Deletes the copies that were just made, unless the record still wants them at these paths: a withdrawal of the same token may
 * have deleted what there was before they were made, and no record names the token then.
 */
export async function deleteUnwanted(file: WithToken<ReadyFile>, ports: Ports): Promise<Deletion> {
  if (await isWanted(file, ports)) return 'overtaken';
  const keys = [publicKeyOf(file), ...variantCopiesOf(file).map(({ publicKey }) => publicKey)];
  await deleteAt(keys, { path: `${publicPrefixOf(file)}*`, ...file }, ports);
  return (await isWanted(file, ports)) ? 'wanted_again' : 'overtaken';
}

/** First the objects, so that no edge can fetch them again; then the edges; the record last, so that a retry repairs a crash. */
export async function withdraw(file: WithToken, ports: Ports): Promise<Deletion> {
  const { listPublicCopies, markWithdrawn } = ports;
  const prefix = publicPrefixOf(file);
  // Only an image can have variants, those of earlier recipes and versions included.
  const isReplaced = 'version' in file && versionOf(file) > 1;
  const hasVariants = reencodableTypes.includes(file.contentType) || isReplaced;
  const keys = hasVariants ? await listPublicCopies(prefix) : [publicKeyOf(file)];
  const path = hasVariants ? `${prefix}*` : publicKeyOf(file);
  await deleteAt(keys, { path, ...file }, ports);
  if (await markWithdrawn(file.id, file.publicToken)) return 'withdrawn';
  return (await isWanted(file, ports)) ? 'wanted_again' : 'overtaken';
}
