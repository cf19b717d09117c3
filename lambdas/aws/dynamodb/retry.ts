// DynamoDB: the one policy by which throttled or conflicting requests are retried.
import { ThrottledError } from '../../domain/errors.ts';

/** How often a request is sent in all; the waits between add up to two seconds on average. */
export const MAX_ATTEMPTS = 12;
const FIRST_WAIT_MS = 20;
// A counter that many uploads of one owner change at once conflicts often.
const LONGEST_WAIT_MS = 500;

/** Returned by an attempt that DynamoDB throttled, or that conflicted with another transaction. */
export const RETRY = Symbol('retry');

/**
 * Repeats an attempt while it returns `RETRY`, with exponential backoff and full jitter.
 * @throws ThrottledError after `MAX_ATTEMPTS`
 */
export async function retryThrottled<Result>(
  attempt: () => Promise<Result | typeof RETRY>,
): Promise<Result> {
  for (let count = 1; count <= MAX_ATTEMPTS; count += 1) {
    const result = await attempt();
    if (result !== RETRY) return result;
    if (count < MAX_ATTEMPTS) await wait(waitMs(count));
  }
  throw new ThrottledError(`DynamoDB throttled ${MAX_ATTEMPTS} attempts in a row.`);
}

const waitMs = (count: number): number =>
  Math.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (count - 1));

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
