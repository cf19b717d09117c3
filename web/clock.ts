// The present time as the server counts it: a phone's own clock may be hours wrong.

let read: () => number = () => Date.now();

/** Reads this clock from now on, in milliseconds since 1970. */
export function useClock(clock: () => number): void {
  read = clock;
}

/** The present time. */
export const now = (): Date => new Date(read());
