// 7. On a schedule: uploads that lapsed are given up, and those whose event was lost are judged after all.
import type { Config } from '../domain/config.ts';
import { type PendingFile, remove } from '../domain/file.ts';
import type { ListLapsed, ListVersions, Now, ObjectVersion, RemoveFile } from '../domain/ports.ts';
import { daysAfter, secondsAfter } from '../domain/time.ts';

interface Ports {
  readonly config: Config;
  readonly listLapsed: ListLapsed;
  readonly listVersions: ListVersions;
  readonly receive: (version: ObjectVersion) => Promise<unknown>;
  readonly removeFile: RemoveFile;
  readonly now: Now;
}

/** What one run did. */
export interface Reaping {
  readonly judged: number;
  readonly removed: number;
}

// S3 looks at a form's expiry when the request begins, so bytes may still be on their way for a while.
const GRACE_SECONDS = 3600;

/** Reaps until `mayGoOn` says no; what is left over is reaped by the next run. */
export const reapUploads =
  ({ config, listLapsed, listVersions, receive, removeFile, now }: Ports) =>
  async (mayGoOn: () => boolean): Promise<Reaping> => {
    const done = { judged: 0, removed: 0 };
    for await (const file of listLapsed(secondsAfter(now(), -GRACE_SECONDS))) {
      if (!mayGoOn()) break;
      done[await reap(file)] += 1;
    }
    return done;

    async function reap(file: PendingFile): Promise<keyof Reaping> {
      const versions = await listVersions(file.key);
      for (const version of versions) await receive(version);
      if (versions.length > 0) return 'judged';
      const at = now();
      const keptUntil = daysAfter(at, config.retention.deletedDays);
      // False when the file was settled or deleted just now, and then there is nothing to reap.
      await removeFile(file, remove(file, { at: at.toISOString(), keptUntil }));
      return 'removed';
    }
  };
