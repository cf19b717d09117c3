// The crowd as the load run sees it: a process that receives what to do, and that ends with the run.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Origins } from '../../local/addresses.ts';
import type { Activity, Load } from './crowd.ts';
import type { FromCrowd, ToCrowd } from './crowd-process.ts';
import { beforeDeadline } from './deadline.ts';

type Message<Kind extends FromCrowd['kind']> = Extract<FromCrowd, { kind: Kind }>;

/** A crowd in a process of its own, with the network between it, the functions and the servers. */
export interface CrowdHost extends AsyncDisposable {
  /** Puts a network before the servers in which a share of all requests fail; returns their addresses. */
  connect(origins: Origins, faultShare: number): Promise<Origins>;
  /** Lets the crowd act until its time is up, or until so many seconds later at the most. */
  runCrowd(load: Load, graceSeconds: number): Promise<Activity>;
  /** No request fails from now on; gives what the network did until then. */
  calm(): Promise<Omit<Message<'calmed'>, 'kind'>>;
}

const answerSeconds = 30;

/** Starts the process; `onProgress` hears now and then how it goes. */
export function startCrowd(onProgress: (progress: Message<'progress'>) => void): CrowdHost {
  const child = fork(join(import.meta.dirname, 'crowd-process.ts'), { serialization: 'advanced' });
  const ended = once(child, 'exit');
  const waiting = new Map<FromCrowd['kind'], (message: never) => void>();
  child.on('message', (message: FromCrowd) => {
    if (message.kind === 'progress') onProgress(message);
    else waiting.get(message.kind)?.(message as never);
  });

  async function ask<Kind extends FromCrowd['kind']>(
    message: ToCrowd,
    answer: Kind,
    seconds: number,
  ): Promise<Message<Kind>> {
    const answered = Promise.withResolvers<Message<Kind>>();
    waiting.set(answer, answered.resolve);
    child.send(message);
    const died = ended.then(([code]) => {
      throw new Error(`The process of the crowd has ended with ${code}.`);
    });
    const what = () => `The crowd was asked to ${message.kind}`;
    return await beforeDeadline(Promise.race([answered.promise, died]), seconds, what);
  }

  return {
    async connect(origins, faultShare) {
      const message = { kind: 'connect', origins, faultShare } as const;
      return (await ask(message, 'connected', answerSeconds)).origins;
    },
    async runCrowd(load, graceSeconds) {
      const seconds = (load.warmUpMinutes + load.minutes) * 60 + graceSeconds;
      return (await ask({ kind: 'begin', load }, 'ended', seconds)).activity;
    },
    calm: () => ask({ kind: 'calm' }, 'calmed', answerSeconds),
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
