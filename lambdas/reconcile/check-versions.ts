// Compares the versions in the media bucket with the records: finds unknown keys, unjudged versions and stray ones.
import { isPinned } from '../domain/file.ts';
import { parseKey } from '../domain/key.ts';
import type { DeleteVersion, FindFiles, ListedVersion, ObjectVersion } from '../domain/ports.ts';
import type { SeenVersions } from '../domain/seen-versions.ts';
import { type Checking, inTurns, settledBefore } from './findings.ts';

export interface VersionPorts extends Checking {
  readonly findFiles: FindFiles;
  readonly receive: (version: ObjectVersion) => Promise<unknown>;
  readonly deleteVersion: DeleteVersion;
}

/** Checks a page of versions; a repair receives unjudged ones and deletes what no record pins. */
export async function checkVersions(
  versions: readonly ListedVersion[],
  { findFiles, receive, deleteVersion, now, report }: VersionPorts,
  repair: boolean,
  seen: SeenVersions,
): Promise<void> {
  const before = settledBefore(now);
  const old = versions.filter(({ lastModified }) => lastModified < before);
  const ids = old.flatMap(({ key }) => parseKey(key)?.id ?? []);
  const files = await findFiles([...new Set(ids)]);
  await inTurns(old, async ({ key, versionId }) => {
    const fileId = parseKey(key)?.id;
    if (!fileId) return report({ kind: 'unknown_key', key });
    const file = files.get(fileId);
    const version = { key, versionId };
    if (isPinned(file, versionId)) return seen.add(version);
    const isUnjudged = file?.status === 'pending';
    report({ kind: isUnjudged ? 'unjudged_version' : 'stray_version', fileId, version });
    if (repair) await (isUnjudged ? receive(version) : deleteVersion(version));
  });
}
