// What a change in the table hands to other functions: the copies to publish or withdraw, and the versions to scan.
import type { FileRecord } from './file.ts';
import type { Change } from './file-events.ts';
import { publicationTask } from './publication.ts';

/** A file whose public copy has to be created or deleted. */
export interface PublicationRequest {
  readonly fileId: string;
}

/** A version that has to be scanned. */
export interface ScanRequest {
  readonly fileId: string;
  readonly key: string;
  readonly versionId: string;
}

/** A request and the queue that it waits in. */
export type HandOff =
  | { readonly queue: 'publications'; readonly request: PublicationRequest }
  | { readonly queue: 'scans'; readonly request: ScanRequest };

/** The name of a queue. */
export type QueueName = HandOff['queue'];

/** The requests that follow from a change. A repeated request is harmless: its function decides by the record. */
export function handOffsOf({ before, after }: Change): HandOff[] {
  if (!after) return [];
  const handOffs: HandOff[] = [];
  if (publicationTask(after)) {
    handOffs.push({ queue: 'publications', request: { fileId: after.id } });
  }
  const versionId = requestedScan(before, after);
  if (versionId !== undefined) {
    handOffs.push({ queue: 'scans', request: { fileId: after.id, key: after.key, versionId } });
  }
  return handOffs;
}

/** The version whose scan this change requested; an edit of a file that waits for its scan is no new request. */
function requestedScan(before: FileRecord | undefined, after: FileRecord): string | undefined {
  if (after.status !== 'pending' || after.scan?.state !== 'running') return undefined;
  const { versionId, askedAt } = after.scan;
  const knownAt =
    before?.status === 'pending' && before.scan?.state === 'running'
      ? before.scan.askedAt
      : undefined;
  return askedAt === knownAt ? undefined : versionId;
}
