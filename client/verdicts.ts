// Waits for the verdicts on several files of a client in one loop: one request for all of them. Pages load this code when two wait.
import type { Api } from './api.ts';
import type { File } from './contract.ts';
import { AirlockRefusal, abortError } from './errors.ts';
import { createManyApi } from './many-api.ts';
import { pause } from './retry.ts';

/** Milliseconds without any answer before waiting fails; a tunnel or a change of network lasts less. */
const patienceMs = 600_000;
const firstMs = 150;
const longestMs = 5_000;
/** The API returns at most this many files at once. */
const maxIds = 100;

/** The wait for one file. */
export interface VerdictWait {
  readonly signal: AbortSignal;
  /** Whether the file is what is waited for. Called with each state that is seen. */
  isOver(file: File): boolean;
}

/** The verdicts of one client. */
export interface Verdicts {
  /** Resolves to the file once `isOver`, or to undefined when it is deleted; rejects with what `isOver` or the API throws. */
  wait(fileId: string, wait: VerdictWait): Promise<File | undefined>;
}

interface Waiting extends VerdictWait {
  readonly fileId: string;
  resolve(file: File | undefined): void;
  reject(error: unknown): void;
}

/** Creates the loop, which runs while a file waits. After a new file it polls soon, and then less and less often. */
export function createVerdicts(api: Api): Verdicts {
  const many = createManyApi(api.send);
  const waiting = new Set<Waiting>();
  let delayMs = firstMs;
  let isRunning = false;

  async function look(those: readonly Waiting[]): Promise<void> {
    const found = await many.getMany(
      those.map(({ fileId }) => fileId),
      { patienceMs },
    );
    const files = new Map(found.map((file) => [file.id, file]));
    for (const each of those) {
      try {
        // An upload that became a version of another file is found by its own id alone.
        const file = files.get(each.fileId) ?? (await findOne(each.fileId));
        if (!file || file.status === 'deleted') settle(each, () => each.resolve(undefined));
        else if (each.isOver(file)) settle(each, () => each.resolve(file));
      } catch (error) {
        settle(each, () => each.reject(error));
      }
    }
  }

  const findOne = (fileId: string): Promise<File | undefined> =>
    api.get(fileId, { patienceMs }).catch((error: unknown) => {
      if (error instanceof AirlockRefusal && error.code === 'not_found') return undefined;
      throw error;
    });

  function settle(each: Waiting, how: () => void): void {
    if (!waiting.delete(each)) return;
    delayMs = firstMs;
    how();
  }

  async function run(): Promise<void> {
    isRunning = true;
    while (waiting.size > 0) {
      const those = [...waiting].slice(0, maxIds);
      // Behind the others, so that each is polled in turn.
      for (const each of those) {
        waiting.delete(each);
        waiting.add(each);
      }
      await look(those).catch((error: unknown) => {
        for (const each of those) settle(each, () => each.reject(error));
      });
      if (waiting.size === 0) break;
      // From half to the whole delay, so that many clients that end together do not send their requests together.
      await pause(delayMs * (0.5 + Math.random() / 2));
      delayMs = Math.min(longestMs, delayMs * 1.5);
    }
    isRunning = false;
  }

  return {
    wait: (fileId, wait) =>
      new Promise((resolve, reject) => {
        const { signal } = wait;
        const each: Waiting = { ...wait, fileId, resolve, reject };
        if (signal.aborted) return reject(abortError());
        signal.addEventListener('abort', () => settle(each, () => reject(abortError())), {
          once: true,
        });
        waiting.add(each);
        delayMs = firstMs;
        if (!isRunning) void run();
      }),
  };
}
