// Lets a few uploads run at once and the others wait in line.

/** A way in for at most so many at once; `leave` is idempotent. Aborting the wait rejects with the signal's reason. */
export interface Turnstile {
  enter(signal: AbortSignal): Promise<() => void>;
}

/** A turnstile that admits `capacity` at once, first come first served. */
export function createTurnstile(capacity: number): Turnstile {
  const line: (() => void)[] = [];
  let inside = 0;

  function leaveOnce(): () => void {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      inside -= 1;
      line.shift()?.();
    };
  }

  return {
    enter: (signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const goIn = () => {
          signal.removeEventListener('abort', giveUp);
          inside += 1;
          resolve(leaveOnce());
        };
        const giveUp = () => {
          line.splice(line.indexOf(goIn), 1);
          reject(signal.reason);
        };
        if (inside < capacity) return goIn();
        signal.addEventListener('abort', giveUp, { once: true });
        line.push(goIn);
      }),
  };
}
