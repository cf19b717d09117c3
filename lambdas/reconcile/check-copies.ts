// Compares the public copies with the records: finds copies that no record names.
import type { MediaFunctionConfig } from '../config/function-config.ts';
import { collectionOf } from '../domain/collection.ts';
import type { FileRecord } from '../domain/file.ts';
import type { FindFiles } from '../domain/ports.ts';
import { parsePublicKey, publicKeysOf, shouldBePublic } from '../domain/publication.ts';
import type {
  BlankPublicCopy,
  DeletePublicCopy,
  InvalidatePath,
} from '../domain/publication-ports.ts';
import { type Checking, inTurns, settledBefore } from './findings.ts';

export interface CopyPorts extends Checking {
  readonly config: MediaFunctionConfig;
  readonly findFiles: FindFiles;
  readonly blankPublicCopy: BlankPublicCopy;
  readonly deletePublicCopy: DeletePublicCopy;
  readonly invalidatePath: InvalidatePath;
}

/** Checks each copy against its file's record; a copy that no record names is stray. */
export async function checkCopies(
  copies: readonly { readonly key: string; readonly lastModified: string }[],
  { config, findFiles, blankPublicCopy, deletePublicCopy, invalidatePath, now, report }: CopyPorts,
  repair: boolean,
): Promise<void> {
  const before = settledBefore(now);
  const old = copies.filter(({ lastModified }) => lastModified < before);
  const ids = old.flatMap(({ key }) => parsePublicKey(key)?.id ?? []);
  const files = await findFiles([...new Set(ids)]);
  await inTurns(old, async ({ key, lastModified }) => {
    if (isKnown(key, files.get(parsePublicKey(key)?.id ?? ''), config)) return;
    report({ kind: 'stray_copy', key });
    if (!repair) return;
    // Edges may have fetched it. The object is deleted last: a run that ends before that leaves a copy for the next one to find.
    await blankPublicCopy(key);
    await invalidatePath(`/${key}`, `stray-${key}-${lastModified}`);
    await deletePublicCopy(key);
  });
}

/** Whether the record names the copy, or has it withdrawn with all others of its token. */
function isKnown(key: string, file: FileRecord | undefined, config: MediaFunctionConfig): boolean {
  if (file?.publicToken === undefined || file.publicToken !== parsePublicKey(key)?.publicToken) {
    return false;
  }
  if (!shouldBePublic(file)) return true;
  return publicKeysOf(file, collectionOf(config, file.collection)).includes(key);
}
