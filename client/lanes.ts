// Decides how many parts are sent at the same time: more on a fast link.

/** Lanes to begin with and at most; a fixed number when both are equal. */
export interface LaneLimits {
  readonly start: number;
  readonly max: number;
}

/** Milliseconds over which the speed is measured. */
const MEASURE_MS = 250;
/** Milliseconds that one part may take when lanes are added: the parts being sent are lost when the upload is interrupted. */
const LONGEST_PART_MS = 10_000;

/** Browsers open at most six connections to a host over HTTP/1.1, and S3 speaks nothing newer. */
export const BROWSER_CONNECTIONS = 6;
const NODE_START_LANES = 8;
const NODE_MAX_LANES = 16;

/** The limits of an upload: `concurrency` lanes if that is given, otherwise as many as increase the speed. */
export function laneLimits(
  concurrency: number | undefined,
  isBrowser: boolean = typeof XMLHttpRequest !== 'undefined',
): LaneLimits {
  if (concurrency === undefined) {
    return isBrowser
      ? { start: BROWSER_CONNECTIONS, max: BROWSER_CONNECTIONS }
      : { start: NODE_START_LANES, max: NODE_MAX_LANES };
  }
  const fixed = Math.max(1, Math.floor(concurrency));
  return { start: fixed, max: fixed };
}

/** Decides how many lanes there are. */
export interface LaneControl {
  readonly count: number;
  /** Records that `bytes` of the upload are sent at `nowMs`, a monotonic time in milliseconds. */
  observe(bytes: number, nowMs: number): void;
}

/**
 * Creates the control of one upload in parts of `partSize` bytes. Lanes are added early, because a connection that is opened
 * when others use all of the link stays slow for long.
 */
export function createLaneControl({ start, max }: LaneLimits, partSize: number): LaneControl {
  let count = start;
  let from: { readonly bytes: number; readonly atMs: number } | undefined;
  return {
    get count() {
      return count;
    },
    observe(bytes, nowMs) {
      from ??= { bytes, atMs: nowMs };
      const tookMs = nowMs - from.atMs;
      if (count === max || tookMs < MEASURE_MS) return;
      const bytesPerMs = (bytes - from.bytes) / tookMs;
      const affordable = Math.floor((bytesPerMs * LONGEST_PART_MS) / partSize);
      count = Math.min(max, Math.max(count, affordable));
      from = { bytes, atMs: nowMs };
    },
  };
}
