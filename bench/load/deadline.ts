// Nothing of a load run is waited for without end: what takes too long is an error that says what it was.
import { setTimeout as delay } from 'node:timers/promises';

/** Settles as `work` does, or rejects after so many seconds, naming what was waited for. The work itself continues. */
export async function beforeDeadline<Value>(
  work: Promise<Value>,
  seconds: number,
  what: () => string,
): Promise<Value> {
  const timer = Promise.withResolvers<never>();
  const timeout = setTimeout(
    () => timer.reject(new Error(`${what()}: no end after ${seconds} s`)),
    seconds * 1000,
  );
  try {
    return await Promise.race([work, timer.promise]);
  } finally {
    clearTimeout(timeout);
  }
}

const pollMilliseconds = 250;

/** Looks until it finds something; rejects after so many seconds, naming what was looked for. */
export async function lookUntil<Value>(
  look: () => Promise<Value | undefined>,
  seconds: number,
  what: string,
): Promise<Value> {
  const until = performance.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > until) throw new Error(`${what}: not within ${seconds} s`);
    await delay(pollMilliseconds);
  }
}
