// Compares the public copies with the records: finds copies that no record names.
import type { FindFiles } from '../domain/ports.ts';
import { hasToken, parsePublicKey, publicKeyOf } from '../domain/publication.ts';
import type { DeletePublicCopy, InvalidatePath } from '../domain/publication-ports.ts';
import { type Checking, inTurns, settledBefore } from './findings.ts';

export interface CopyPorts extends Checking {
  readonly findFiles: FindFiles;
  readonly deletePublicCopy: DeletePublicCopy;
  readonly invalidatePath: InvalidatePath;
}

/** Checks each copy against its file's record; a copy that no record names is stray. */
export async function checkCopies(
  copies: readonly { readonly key: string; readonly lastModified: string }[],
  { findFiles, deletePublicCopy, invalidatePath, now, report }: CopyPorts,
  repair: boolean,
): Promise<void> {
  const before = settledBefore(now);
  const old = copies.filter(({ lastModified }) => lastModified < before);
  const ids = old.flatMap(({ key }) => parsePublicKey(key)?.id ?? []);
  const files = await findFiles([...new Set(ids)]);
  await inTurns(old, async ({ key, lastModified }) => {
    const file = files.get(parsePublicKey(key)?.id ?? '');
    if (file && hasToken(file) && publicKeyOf(file) === key) return;
    report({ kind: 'stray_copy', key });
    if (!repair) return;
    await deletePublicCopy(key);
    // It may have come after the path was forgotten, and been fetched since.
    await invalidatePath(`/${key}`, `stray-${key}-${lastModified}`);
  });
}
