// Waits until copied files are judged: polls them together, a limited number at a time.
import { type ImportedFile, MAX_LOOKUPS } from '../../lambdas/http/import-contract.ts';

/** Most files that are copied and not judged yet; with more, uploads of people would wait for the verdicts of an import. */
const MAX_AWAITED = 1_000;
/** Milliseconds between two lookups. */
const PAUSE_MS = 1_000;

interface Ports {
  readonly lookUp: (ids: readonly string[]) => Promise<ReadonlyMap<string, ImportedFile>>;
  readonly pause: (milliseconds: number) => Promise<unknown>;
  readonly now: () => Date;
  /** How long to wait for each verdict. */
  readonly patienceSeconds: number;
}

/** Called once for each file: with its record when it is judged or deleted, with `late` when that takes too long. */
type OnEnd = (end: ImportedFile | 'gone' | 'late') => Promise<void>;

/** The files whose verdicts are awaited. */
export interface AwaitedVerdicts {
  /** Waits for a verdict; resolves as soon as there is room for another. */
  add(id: string, onEnd: OnEnd): Promise<void>;
  /** Resolves when every verdict has arrived or is late; rejects when a lookup failed. */
  end(): Promise<void>;
  /** Waits for no further verdict. */
  stop(): void;
}

/** Waits for verdicts. */
export function awaitVerdicts({ lookUp, pause, now, patienceSeconds }: Ports): AwaitedVerdicts {
  const awaited = new Map<string, { readonly until: number; readonly onEnd: OnEnd }>();
  let looking: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;
  let room = Promise.withResolvers<void>();

  async function lookUntilEmpty(): Promise<void> {
    try {
      while (awaited.size > 0) {
        await pause(PAUSE_MS);
        const ids = [...awaited.keys()];
        for (let start = 0; start < ids.length; start += MAX_LOOKUPS) {
          await lookAt(ids.slice(start, start + MAX_LOOKUPS));
        }
        room.resolve();
        room = Promise.withResolvers();
      }
    } catch (error) {
      failure = { error };
    } finally {
      // In the same turn as the last check of `awaited`: a file that is added from now on starts another round.
      looking = undefined;
      room.resolve();
    }
  }

  async function lookAt(ids: readonly string[]): Promise<void> {
    const files = await lookUp(ids);
    for (const id of ids) {
      const each = awaited.get(id);
      const file = files.get(id) ?? 'gone';
      const isWaiting = file !== 'gone' && file.status === 'pending';
      if (!each || (isWaiting && now().getTime() < each.until)) continue;
      awaited.delete(id);
      await each.onEnd(isWaiting ? 'late' : file);
    }
  }

  function throwFailure(): void {
    if (failure) throw failure.error;
  }

  return {
    async add(id, onEnd) {
      throwFailure();
      awaited.set(id, { until: now().getTime() + patienceSeconds * 1000, onEnd });
      looking ??= lookUntilEmpty();
      while (awaited.size >= MAX_AWAITED && !failure) await room.promise;
      throwFailure();
    },
    async end() {
      while (looking) await looking;
      throwFailure();
    },
    stop: () => awaited.clear(),
  };
}
