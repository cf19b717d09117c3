// Throttling as a stage has it: a token bucket of `burst` tokens that refills at `ratePerSecond`.
import type { ThrottleSettings } from './settings.ts';

/** Takes one token; false when there is none. */
export type Throttle = () => boolean;

/** Creates a full bucket. */
export function createThrottle(
  { ratePerSecond, burst }: ThrottleSettings,
  now: () => number = performance.now.bind(performance),
): Throttle {
  let tokens = burst;
  let last = now();
  return () => {
    const time = now();
    tokens = Math.min(burst, tokens + ((time - last) / 1000) * ratePerSecond);
    last = time;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
