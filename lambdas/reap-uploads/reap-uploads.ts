// 7. On a schedule: uploads that lapsed are given up, those whose event was lost are judged after all, scans looked after.
import type { Config } from '../config/config.ts';
import type { PendingFile } from '../domain/file.ts';
import type {
  AskAgain,
  FindScanResult,
  ListLapsed,
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
  readonly config: Config;
  readonly listLapsed: ListLapsed;
  readonly listVersions: ListVersions;
  readonly receive: (version: ObjectVersion) => Promise<Pick<Reception, 'outcome'>>;
  readonly removeFile: RemoveFile;
  /** What the scanner left behind; with one that leaves nothing, always undefined. */
  readonly findScanResult: FindScanResult;
  readonly receiveScanResult: (version: ObjectVersion, result: ScanResult) => Promise<unknown>;
  readonly askAgain: AskAgain;
  /** Told of an upload that could not be reaped this time. */
  readonly onFailure: (file: PendingFile, error: unknown) => void;
  readonly now: Now;
}

/** What one run did. */
export interface Reaping {
  readonly judged: number;
  readonly removed: number;
  /** Scans whose result was found, or did not come in time. */
  readonly scanned: number;
  /** Scans that were asked for once more. */
  readonly asked: number;
  readonly failed: number;
}

// S3 looks at a form's expiry when the request begins, so bytes may still be on their way for a while.
const GRACE_SECONDS = 3600;

/** Reaps until `mayGoOn` says no; what is left over is reaped by the next run. */
export const reapUploads =
  (ports: Ports) =>
  async (mayGoOn: () => boolean): Promise<Reaping> => {
    const { config, listLapsed, listVersions, receive, removeFile, onFailure, now } = ports;
    const done = { judged: 0, removed: 0, scanned: 0, asked: 0, failed: 0 };
    for await (const file of listLapsed(secondsAfter(now(), -GRACE_SECONDS))) {
      if (!mayGoOn()) break;
      try {
        const deed = await (file.scan?.state === 'running'
          ? lookAfterScan(file, file.scan, ports)
          : reap(file));
        if (deed) done[deed] += 1;
      } catch (error) {
        // The others must not wait for this one; the next run meets it again.
        onFailure(file, error);
        done.failed += 1;
      }
    }
    return done;

    async function reap(file: PendingFile): Promise<'judged' | 'removed' | undefined> {
      let isJudged = false;
      for (const version of await listVersions(file.key)) {
        // A delete marker, which only somebody outside Airlock can have set, reads as gone and judges nothing.
        if ((await receive(version)).outcome !== 'version_gone') isJudged = true;
      }
      if (isJudged) return 'judged';
      const at = now();
      const keptUntil = daysAfter(at, config.retention.deletedDays);
      const isRemoved = await removeFile(file, remove(file, { at: at.toISOString(), keptUntil }));
      // Settled or deleted just now: there is nothing to reap.
      return isRemoved ? 'removed' : undefined;
    }
  };

/** A scan gave no result for an hour: it is read where the scanner left it, ended when its time is up, or asked for again. */
async function lookAfterScan(
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
