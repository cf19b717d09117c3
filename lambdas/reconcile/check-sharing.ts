// Compares grants and links with the records: finds those of files that ended.
import { type FileRecord, isTerminal, type TerminalFile } from '../domain/file.ts';
import type { FindFiles, TransferSharing } from '../domain/ports.ts';
import { type Checking, settledBefore } from './findings.ts';

export interface SharingPorts extends Checking {
  readonly findFiles: FindFiles;
  readonly transferSharing: TransferSharing;
}

/** Maps each predecessor, by id, to the file that receives its grants and links. */
export const successorsOf = (files: readonly FileRecord[]): ReadonlyMap<string, string> =>
  new Map(
    files.flatMap(({ id, ...file }) =>
      'predecessors' in file ? [...(file.predecessors ?? [])].map((old) => [old, id] as const) : [],
    ),
  );

/** Finds grants and links of files that were rejected, deleted or purged an hour ago or more: their purge event was lost. */
export async function checkSharing(
  sharedIds: readonly string[],
  arrivals: ReadonlyMap<string, string>,
  { findFiles, transferSharing, now, report }: SharingPorts,
  repair: boolean,
): Promise<void> {
  const purgedBefore = settledBefore(now);
  const ids = [...new Set([...sharedIds, ...arrivals.keys()])];
  const files = await findFiles(ids);
  for (const fileId of ids) {
    const file = files.get(fileId);
    if (file && !(isTerminal(file) && endedAt(file) < purgedBefore)) continue;
    report({ kind: 'stray_sharing', fileId });
    const successor = file && 'replacedBy' in file ? file.replacedBy : arrivals.get(fileId);
    if (repair) await transferSharing(fileId, successor);
  }
}

const endedAt = (file: TerminalFile): string =>
  file.status === 'deleted' ? file.deletedAt : file.rejectedAt;
