// Waits on a condition: every test that waits for something uses this or `expect.poll`, never a fixed time.
import { vi } from 'vitest';
import { WAIT_MS } from './time-limits.ts';

const INTERVAL_MS = 50;

/** Repeats a check until it passes and returns what it returned; fails with the check's last error after {@link WAIT_MS}. */
export const eventually = <Result>(check: () => Result | Promise<Result>): Promise<Result> =>
  vi.waitFor(check, { timeout: WAIT_MS, interval: INTERVAL_MS });
