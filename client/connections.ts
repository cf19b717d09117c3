// Requests that run at the same time: further ones wait in order, for a free connection.
import { abortError } from './errors.ts';

/** Frees the connection that was taken. */
export type Release = () => void;

/** Connections of which at most some are in use. */
export interface Connections {
  /** Resolves when a connection is free; rejects with `AbortError` when `signal` is aborted before. */
  take(signal?: AbortSignal): Promise<Release>;
}

/** Creates `limit` connections. */
export function createConnections(limit: number): Connections {
  let free = limit;
  const waiting: (() => void)[] = [];

  function release(): void {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }

  return {
    async take(signal) {
      if (signal?.aborted) throw abortError();
      if (free > 0) free -= 1;
      else {
        await new Promise<void>((resolve, reject) => {
          const start = () => {
            signal?.removeEventListener('abort', leave);
            resolve();
          };
          const leave = () => {
            waiting.splice(waiting.indexOf(start), 1);
            reject(abortError());
          };
          signal?.addEventListener('abort', leave, { once: true });
          waiting.push(start);
        });
      }
      return release;
    },
  };
}
