// Polls pending files with growing delays, and stops while the page is hidden.
import type { File as FileRecord } from '../lambdas/http/contract.ts';

const firstDelayMs = 1_000;
const longestDelayMs = 30_000;
const growth = 1.6;
// The reaper may still settle an expired upload once; after that, nothing changes.
const graceMs = 60_000;

/** The watched files. */
export interface PendingWatch {
  /** Watches a pending file until it is settled, held, deleted or expired. */
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
  const pending = new Map<string, FileRecord>();
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
    for (const file of [...pending.values()]) {
      const seen = await get(file.id).catch(() => undefined);
      if (!pending.has(file.id)) continue;
      if (seen && (seen.status !== 'pending' || seen.pendingReason === 'held'))
        pending.delete(file.id);
      else if (hasExpired(seen ?? file)) pending.delete(file.id);
      else if (seen && seen.pendingReason !== file.pendingReason) pending.set(file.id, seen);
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
      pending.set(file.id, file);
      delayMs = firstDelayMs;
      schedule();
    },
    remove: (id) => {
      pending.delete(id);
    },
  };
}

const hasExpired = ({ expiresAt }: FileRecord): boolean =>
  expiresAt !== undefined && Date.now() > new Date(expiresAt).getTime() + graceMs;
