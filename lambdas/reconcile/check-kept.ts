// Compares the versions that files keep with their time, and merged uploads with their files: finds purges that were lost.
import type { FileRecord, MergedUpload } from '../domain/file.ts';
import type { FindFiles } from '../domain/ports.ts';
import { daysAfter } from '../domain/time.ts';
import type { OutgoingVersion } from '../domain/versions.ts';
import { type Checking, inTurns } from './findings.ts';

export interface KeptPorts extends Checking {
  readonly findFiles: FindFiles;
  readonly purgeVersion: (version: OutgoingVersion) => Promise<void>;
}

/** DynamoDB removes expired items within a few days (DynamoDB developer guide, "Time to Live"); the stream retries for one more. */
const OVERDUE_DAYS = 7;

/** Finds versions that should have been purged a week ago, and bytes of uploads that no file has any more; a repair purges them. */
export async function checkKept(
  files: readonly FileRecord[],
  { findFiles, purgeVersion, now, report }: KeptPorts,
  repair: boolean,
): Promise<void> {
  const before = daysAfter(now(), -OVERDUE_DAYS);
  const overdue = files.flatMap((file) =>
    file.status === 'ready'
      ? (file.versions ?? [])
          .filter(({ keptUntil }) => keptUntil < before)
          .map(({ number, key }) => ({ fileId: file.id, number, key }))
      : [],
  );
  const merged = files.filter((file) => file.status === 'merged');
  const targets = await findFiles([...new Set(merged.map(({ mergedInto }) => mergedInto))]);
  const stray = merged
    .filter((upload) => !isContentOf(upload, targets.get(upload.mergedInto)))
    .map(({ mergedInto, version, key }) => ({ fileId: mergedInto, number: version, key }));
  await inTurns([...overdue, ...stray], async (version) => {
    report({ kind: 'overdue_version', fileId: version.fileId, number: version.number });
    if (repair) await purgeVersion(version);
  });
}

const isContentOf = ({ key }: MergedUpload, file: FileRecord | undefined): boolean =>
  file?.status === 'ready' &&
  [file, ...(file.versions ?? [])].some((content) => content.key === key);
