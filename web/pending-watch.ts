// Asks after files that are not settled yet: soon at first, then ever more rarely, and never while nobody looks.
import type { File as FileRecord } from '../lambdas/http/contract.ts';

const firstDelayMs = 1_000;
const longestDelayMs = 30_000;
const growth = 1.6;
// An upload that lapsed may still be judged once, by the sweep; after that nothing will come.
const graceMs = 60_000;

/** Files being watched. */
export interface PendingWatch {
  /** Watches a pending file until it is settled, held, gone or lapsed. */
  add(file: FileRecord): void;
  remove(id: string): void;
}

/** What the watch needs: how to look, and whom to tell. A failed look is tried again later. */
export interface PendingWatchOptions {
  get(id: string): Promise<FileRecord>;
  onChange(file: FileRecord): void;
}

/** Starts a watch with nothing in it. */
export function watchPending({ get, onChange }: PendingWatchOptions): PendingWatch {
  const pending = new Map<string, FileRecord>();
  let delayMs = firstDelayMs;
  let timer: number | undefined;

  function schedule() {
    window.clearTimeout(timer);
    timer = undefined;
    if (pending.size === 0 || document.hidden) return;
    timer = window.setTimeout(look, delayMs);
    delayMs = Math.min(delayMs * growth, longestDelayMs);
  }

  async function look() {
    for (const file of [...pending.values()]) {
      const seen = await get(file.id).catch(() => undefined);
      if (!pending.has(file.id)) continue;
      if (seen && (seen.status !== 'pending' || seen.pendingReason === 'held'))
        pending.delete(file.id);
      else if (hasLapsed(seen ?? file)) pending.delete(file.id);
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

const hasLapsed = ({ expiresAt }: FileRecord): boolean =>
  expiresAt !== undefined && Date.now() > new Date(expiresAt).getTime() + graceMs;
