// Compares the variants in the media bucket with the records: finds those that no record names.
import type { DeleteVersion, FindFiles, ListedVersion } from '../domain/ports.ts';
import type { SeenVersions } from '../domain/seen-versions.ts';
import { parseVariantKey } from '../domain/variants.ts';
import { type Checking, inTurns, settledBefore } from './findings.ts';

export interface VariantPorts extends Checking {
  readonly findFiles: FindFiles;
  readonly deleteVersion: DeleteVersion;
}

/** Checks a page of variants; a repair deletes what no record names. */
export async function checkVariants(
  versions: readonly ListedVersion[],
  { findFiles, deleteVersion, now, report }: VariantPorts,
  repair: boolean,
  seen: SeenVersions,
): Promise<void> {
  const before = settledBefore(now);
  const old = versions.filter(({ lastModified }) => lastModified < before);
  const ids = old.flatMap(({ key }) => parseVariantKey(key) ?? []);
  const files = await findFiles([...new Set(ids)]);
  // The content of a replaced file is under the key of the upload that brought it.
  const merged = [...files.values()].flatMap((file) =>
    file.status === 'merged' ? [file.mergedInto] : [],
  );
  const replaced = merged.length > 0 ? await findFiles([...new Set(merged)]) : files;
  await inTurns(old, async ({ key, versionId }) => {
    const fileId = parseVariantKey(key);
    if (!fileId) return report({ kind: 'unknown_key', key });
    const found = files.get(fileId);
    const file = found?.status === 'merged' ? replaced.get(found.mergedInto) : found;
    const version = { key, versionId };
    const items = file?.status === 'ready' ? (file.variants?.items ?? []) : [];
    if (items.some((item) => item.key === key && item.versionId === versionId)) {
      return seen.add(version);
    }
    report({ kind: 'stray_variant', fileId, version });
    if (repair) await deleteVersion(version);
  });
}
