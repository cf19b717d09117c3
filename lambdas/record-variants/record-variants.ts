// After make-variants: records the variants, and deletes those that no record names.
import type { MediaFunctionConfig } from '../config/function-config.ts';
import { collectionOf } from '../domain/collection.ts';
import type { FileRecord } from '../domain/file.ts';
import type { VariantsResult } from '../domain/hand-offs.ts';
import type { DeleteVersion, FindFile, Now } from '../domain/ports.ts';
import type { StoredVariant } from '../domain/variant.ts';
import type { RecordVariants } from '../domain/variant-ports.ts';
import { recipesFor, recipesIdOf, variantsPrefixOf } from '../domain/variants.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findFile: FindFile;
  readonly recordVariants: RecordVariants;
  readonly deleteVersion: DeleteVersion;
  readonly now: Now;
}

/** The result; `overtaken` when the file or its collection changed since, or another run was first. */
export type Recording = 'recorded' | 'failure_recorded' | 'overtaken';

/**
 * Records what was made of a version, if it still is the pinned one and the recipes still are those of the collection.
 * Idempotent: of two runs for the same request one is recorded, and the variants of the other are deleted.
 */
export const recordVariants =
  ({ config, findFile, recordVariants: record, deleteVersion, now }: Ports) =>
  async ({ fileId, versionId, recipesId, items, failure }: VariantsResult): Promise<Recording> => {
    const file = await findFile(fileId);
    // Without a record, nothing says whose these variants are: reconcile deletes them.
    if (!file) return 'overtaken';
    // make-variants decodes untrusted bytes: of what it reports, only variants of this very object count.
    const prefix = variantsPrefixOf(file.key);
    const own = items.filter(({ key }) => key.startsWith(prefix));
    const isCurrent =
      file.status === 'ready' &&
      own.length === items.length &&
      recipesIdNow(file, config) === recipesId;
    const { before, after } = isCurrent
      ? await record(fileId, { versionId, recipesId, madeAt: now().toISOString(), items, failure })
      : { before: file, after: file };
    const kept = new Set(itemsOf(after).map(idOf));
    const stale = [...own, ...itemsOf(before)].filter((item) => !kept.has(idOf(item)));
    await Promise.all(stale.map(deleteVersion));
    if (before === after) return 'overtaken';
    return failure ? 'failure_recorded' : 'recorded';
  };

const recipesIdNow = (
  { collection, contentType }: FileRecord,
  config: MediaFunctionConfig,
): string => recipesIdOf(recipesFor(contentType, collectionOf(config, collection)));

const itemsOf = (file: FileRecord | undefined): readonly StoredVariant[] =>
  file?.status === 'ready' ? (file.variants?.items ?? []) : [];

const idOf = ({ key, versionId }: StoredVariant): string => `${key}\n${versionId}`;
