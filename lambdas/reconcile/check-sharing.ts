// Compares grants and links with the records: finds those of files that ended.
import { isTerminal, type TerminalFile } from '../domain/file.ts';
import type { FindFiles, RemoveBeside } from '../domain/ports.ts';
import { type Checking, settledBefore } from './findings.ts';

export interface SharingPorts extends Checking {
  readonly findFiles: FindFiles;
  readonly removeBeside: RemoveBeside;
}

/** Finds grants and links of files that were rejected, deleted or purged an hour ago or more: their purge event was lost. */
export async function checkSharing(
  sharedIds: readonly string[],
  { findFiles, removeBeside, now, report }: SharingPorts,
  repair: boolean,
): Promise<void> {
  const purgedBefore = settledBefore(now);
  const files = await findFiles(sharedIds);
  for (const fileId of sharedIds) {
    const file = files.get(fileId);
    if (file && !(isTerminal(file) && endedAt(file) < purgedBefore)) continue;
    report({ kind: 'stray_sharing', fileId });
    const successor = file?.status === 'deleted' ? file.replacedBy : undefined;
    if (repair) await removeBeside(fileId, successor);
  }
}

const endedAt = (file: TerminalFile): string =>
  file.status === 'deleted' ? file.deletedAt : file.rejectedAt;
