// Runs programs, and modules of the bench, in child processes.
import { execFile, type ForkOptions, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Runs a program to its end. Throws with what it printed when it fails. */
export const run = promisify(execFile);

/** A function that a module exports. */
type Exported<Value> = Extract<Value, (...parameters: never[]) => unknown>;

/** Calls one of a module's functions. Throws when the process ends instead of answering. */
type Call<Module> = <Name extends keyof Module>(
  name: Name,
  ...parameters: Parameters<Exported<Module[Name]>>
) => Promise<Awaited<ReturnType<Exported<Module[Name]>>>>;

/** A module in a child process, which ends when it is disposed of. */
export interface RunningModule<Module> extends AsyncDisposable {
  /** One call at a time. */
  readonly call: Call<Module>;
  /** Ends the process at once, without notice to its code. */
  kill(): Promise<void>;
}

/** Starts a process that loads a module, named by its path from here. */
export function startModule<Module>(
  path: string,
  options: ForkOptions = {},
): RunningModule<Module> {
  const parameters = [join(import.meta.dirname, path)];
  const callee = join(import.meta.dirname, 'callee.ts');
  const child = fork(callee, parameters, { serialization: 'advanced', ...options });
  const ended = once(child, 'exit');
  const died = ended.then(([code]) => {
    throw new Error(`${path} has ended with ${code} and no answer.`);
  });
  // Noticed by the call that waits for an answer; after it, the process may end.
  died.catch(() => {});
  return {
    async call(name, ...parameters) {
      const answered = once(child, 'message');
      child.send({ name, parameters });
      const [answer] = await Promise.race([answered, died]);
      return answer.value;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

/** Calls functions of a module, each in a fresh process. */
export const inFreshProcess =
  <Module>(path: string, options?: ForkOptions): Call<Module> =>
  (name, ...parameters) => {
    const running = startModule<Module>(path, options);
    return running.call(name, ...parameters).finally(() => running[Symbol.asyncDispose]());
  };

/** Bytes at the peak that this process has resided in. */
export const ownPeakBytes = (): number => process.resourceUsage().maxRSS * 1024;
