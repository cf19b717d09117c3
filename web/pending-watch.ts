// Polls files that are pending or whose picture is being prepared, with growing delays, and stops while the page is hidden.
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { now } from './clock.ts';

const firstDelayMs = 1_000;
const longestDelayMs = 30_000;
const growth = 1.6;
// The reaper may still settle an expired upload once; after that, nothing changes.
const graceMs = 60_000;
// Copies of a picture take seconds. Later ones have probably failed; they are shown when the list is read again.
const preparingMs = 120_000;

/** The watched files. */
export interface PendingWatch {
  /** Watches a file until it is settled, held, deleted or expired, or until its copies are prepared. */
  add(file: FileRecord): void;
  remove(id: string): void;
}

/** How to read a file, and whom to call on a change. A failed read is retried later. */
export interface PendingWatchOptions {
  get(id: string): Promise<FileRecord>;
  onChange(file: FileRecord): void;
}

/** Starts an empty watch. */
export function watchPending({ get, onChange }: PendingWatchOptions): PendingWatch {
  const pending = new Map<string, { readonly file: FileRecord; readonly since: number }>();
  let delayMs = firstDelayMs;
  let timer: number | undefined;

  function schedule() {
    window.clearTimeout(timer);
    timer = undefined;
    if (pending.size === 0 || document.hidden) return;
    timer = window.setTimeout(poll, delayMs);
    delayMs = Math.min(delayMs * growth, longestDelayMs);
  }

  async function poll() {
    for (const { file } of [...pending.values()]) {
      const seen = await get(file.id).catch(() => undefined);
      const since = pending.get(file.id)?.since;
      if (since === undefined) continue;
      if (seen && isDone(file, seen)) pending.delete(file.id);
      else if (isLate(file, since)) {
        pending.delete(file.id);
        continue;
      } else if (hasExpired(seen ?? file)) pending.delete(file.id);
      else if (seen && seen.pendingReason !== file.pendingReason)
        pending.set(file.id, { file: seen, since });
      else continue;
      onChange(seen ?? file);
    }
    schedule();
  }

  document.addEventListener('visibilitychange', () => {
    delayMs = firstDelayMs;
    schedule();
  });

  return {
    add(file) {
      const since = pending.get(file.id)?.since ?? performance.now();
      pending.set(file.id, { file, since });
      delayMs = firstDelayMs;
      schedule();
    },
    remove: (id) => {
      pending.delete(id);
    },
  };
}

const isPreparing = ({ status, variantsStatus }: FileRecord): boolean =>
  status === 'ready' && variantsStatus === 'preparing';

/** Whether the watch of a file has ended; a pending file whose picture is then prepared is added again by its row. */
const isDone = (file: FileRecord, seen: FileRecord): boolean =>
  isPreparing(file)
    ? !isPreparing(seen)
    : seen.status !== 'pending' || seen.pendingReason === 'held';

const isLate = (file: FileRecord, since: number): boolean =>
  isPreparing(file) && performance.now() - since > preparingMs;

const hasExpired = ({ expiresAt }: FileRecord): boolean =>
  expiresAt !== undefined && now().getTime() > new Date(expiresAt).getTime() + graceMs;
