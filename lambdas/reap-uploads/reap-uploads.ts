// 7. On a schedule: removes expired uploads and files, receives uploads whose event was lost and checks scans that are late.
import type { MediaFunctionConfig } from '../config/function-config.ts';
import type { FileRecord, PendingFile } from '../domain/file.ts';
import type { ListExpired, ListLapsed } from '../domain/list-ports.ts';
import type {
  AskAgain,
  FindScanResult,
  ListVersions,
  Now,
  ObjectVersion,
  RemoveFile,
} from '../domain/ports.ts';
import type { ScanResult } from '../domain/scan.ts';
import { daysAfter, secondsAfter } from '../domain/time.ts';
import { remove } from '../domain/transitions.ts';
import type { Reception } from '../receive-upload/receive-upload.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly listLapsed: ListLapsed;
  readonly listExpired: ListExpired;
  readonly listVersions: ListVersions;
  readonly receive: (version: ObjectVersion) => Promise<Pick<Reception, 'outcome'>>;
  readonly removeFile: RemoveFile;
  /** Finds the result that the scanner stored; always undefined for a scanner that stores none. */
  readonly findScanResult: FindScanResult;
  readonly receiveScanResult: (version: ObjectVersion, result: ScanResult) => Promise<unknown>;
  readonly askAgain: AskAgain;
  /** Receives each file that could not be reaped in this run. */
  readonly onFailure: (file: FileRecord, error: unknown) => void;
  readonly now: Now;
}

/** What one run did. */
export interface Reaping {
  readonly judged: number;
  readonly removed: number;
  /** Files whose time limit has passed. */
  readonly expired: number;
  /** Scans whose result was found, or that reached their deadline. */
  readonly scanned: number;
  /** Scans that were requested again. */
  readonly asked: number;
  readonly failed: number;
}

// S3 checks the expiry of a form when the request begins, so the upload itself may take longer.
const GRACE_SECONDS = 3600;
/** Most files that one run deletes because their time limit has passed, so that every run has time for uploads. */
const MAX_EXPIRED = 10_000;

/** Reaps while `hasTime` returns true; the next run reaps the rest. */
export const reapUploads =
  (ports: Ports) =>
  async (hasTime: () => boolean): Promise<Reaping> => {
    const { config, listLapsed, listVersions, receive, removeFile, onFailure, now } = ports;
    const counts = { judged: 0, removed: 0, expired: 0, scanned: 0, asked: 0, failed: 0 };
    await removeExpired();
    for await (const file of listLapsed(secondsAfter(now(), -GRACE_SECONDS))) {
      if (!hasTime()) break;
      try {
        const action = await (file.scan?.state === 'running'
          ? checkScan(file, file.scan, ports)
          : reap(file));
        if (action) counts[action] += 1;
      } catch (error) {
        // The other files must not wait for this one; the next run retries it.
        onFailure(file, error);
        counts.failed += 1;
      }
    }
    return counts;

    async function removeExpired(): Promise<void> {
      let seen = 0;
      for await (const file of ports.listExpired(now().toISOString())) {
        if (seen === MAX_EXPIRED || !hasTime()) return;
        seen += 1;
        try {
          // False when the file was changed, deleted or replaced since it was listed; the next run lists what is left.
          if (await end(file, 'retention')) counts.expired += 1;
        } catch (error) {
          onFailure(file, error);
          counts.failed += 1;
        }
      }
    }

    function end(file: FileRecord, expired: 'upload' | 'retention'): Promise<boolean> {
      const at = now();
      const keptUntil = daysAfter(at, config.retention.deletedDays);
      return removeFile(file, remove(file, { at: at.toISOString(), keptUntil, expired }));
    }

    async function reap(file: PendingFile): Promise<'judged' | 'removed' | undefined> {
      let isJudged = false;
      for (const version of await listVersions(file.key)) {
        // A delete marker, which Airlock never creates on this prefix, reads as deleted and is not judged.
        if ((await receive(version)).outcome !== 'version_gone') isJudged = true;
      }
      if (isJudged) return 'judged';
      // Undefined when the file was settled or deleted concurrently.
      return (await end(file, 'upload')) ? 'removed' : undefined;
    }
  };

/** Handles a scan without a result for an hour: reads the stored result, ends the scan at its deadline, or requests it again. */
async function checkScan(
  file: PendingFile,
  { versionId, until }: { readonly versionId: string; readonly until: string },
  { config, findScanResult, receiveScanResult, askAgain, now }: Ports,
): Promise<'scanned' | 'asked'> {
  const version = { key: file.key, versionId };
  const at = now().toISOString();
  const engine = config.scanner?.engine ?? 'guardduty';
  const late: ScanResult = { engine, versionId, outcome: 'timed_out' };
  const result = (await findScanResult(version)) ?? (at < until ? undefined : late);
  if (!result) {
    await askAgain(file, at);
    return 'asked';
  }
  await receiveScanResult(version, result);
  return 'scanned';
}
