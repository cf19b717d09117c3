// The crowd as the load run sees it: a process that does what it is asked to, and that ends with the run.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { CrowdCall, CrowdCalls } from './crowd-process.ts';
import { beforeDeadline } from './deadline.ts';

/** A crowd in a process of its own, with the network between it, the functions and the servers. */
export interface CrowdHost extends AsyncDisposable {
  /** Asks it for one call, which must be answered within so many seconds, and before the next. */
  ask<Name extends keyof CrowdCalls>(
    name: Name,
    seconds: number,
    ...parameters: Parameters<CrowdCalls[Name]>
  ): ReturnType<CrowdCalls[Name]>;
}

/** Starts the process. */
export function startCrowd(): CrowdHost {
  const child = fork(join(import.meta.dirname, 'crowd-process.ts'), { serialization: 'advanced' });
  const ended = once(child, 'exit');
  const died = ended.then(([code]) => {
    throw new Error(`The process of the crowd has ended with ${code}.`);
  });
  // Noticed by the call that waits for an answer; when the run is over, the process may end.
  died.catch(() => {});

  async function ask(name: CrowdCall['name'], seconds: number, ...parameters: unknown[]) {
    const answered = once(child, 'message').then(([answer]) => answer);
    child.send({ name, parameters } satisfies CrowdCall);
    const what = () => `The crowd was asked to ${name}`;
    return await beforeDeadline(Promise.race([answered, died]), seconds, what);
  }

  return {
    ask: ask as CrowdHost['ask'],
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
