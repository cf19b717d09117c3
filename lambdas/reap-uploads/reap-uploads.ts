// 7. On a schedule: uploads that lapsed are given up, and those whose event was lost are judged after all.
import type { Config } from '../domain/config.ts';
import { type PendingFile, remove } from '../domain/file.ts';
import type { ListLapsed, ListVersions, Now, ObjectVersion, RemoveFile } from '../domain/ports.ts';
import { daysAfter, secondsAfter } from '../domain/time.ts';
import type { Reception } from '../receive-upload/receive-upload.ts';

interface Ports {
  readonly config: Config;
  readonly listLapsed: ListLapsed;
  readonly listVersions: ListVersions;
  readonly receive: (version: ObjectVersion) => Promise<Pick<Reception, 'outcome'>>;
  readonly removeFile: RemoveFile;
  /** Told of an upload that could not be reaped this time. */
  readonly onFailure: (file: PendingFile, error: unknown) => void;
  readonly now: Now;
}

/** What one run did. */
export interface Reaping {
  readonly judged: number;
  readonly removed: number;
  readonly failed: number;
}

// S3 looks at a form's expiry when the request begins, so bytes may still be on their way for a while.
const GRACE_SECONDS = 3600;

/** Reaps until `mayGoOn` says no; what is left over is reaped by the next run. */
export const reapUploads =
  ({ config, listLapsed, listVersions, receive, removeFile, onFailure, now }: Ports) =>
  async (mayGoOn: () => boolean): Promise<Reaping> => {
    const done = { judged: 0, removed: 0, failed: 0 };
    for await (const file of listLapsed(secondsAfter(now(), -GRACE_SECONDS))) {
      if (!mayGoOn()) break;
      try {
        const deed = await reap(file);
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
