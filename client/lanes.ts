// How many parts are sent at the same time: more while each further lane makes the whole upload faster.

/** Lanes to begin with and at most; a fixed number when both are equal. */
export interface LaneLimits {
  readonly start: number;
  readonly max: number;
}

/** Lanes that are added at a time. */
const LANE_STEP = 2;
/** Milliseconds that are left out after a change: new connections are slow at first. */
const SETTLE_MS = 750;
/** Milliseconds over which the speed is then measured. */
const MEASURE_MS = 1_000;
/** How much faster the upload must have become for further lanes to be added. */
const WORTHWHILE_GAIN = 1.08;

/** Browsers open at most six connections to a host over HTTP/1.1, and S3 speaks nothing newer. */
export const BROWSER_CONNECTIONS = 6;
const NODE_START_LANES = 8;
const NODE_MAX_LANES = 16;

/** The limits that an upload has: `concurrency` lanes when that is given, otherwise as many as pay. */
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
  /** Takes note that `bytes` of the upload are sent at `nowMs`, a monotonic time in milliseconds. */
  observe(bytes: number, nowMs: number): void;
}

/** Creates the control of one upload. */
export function createLaneControl({ start, max }: LaneLimits): LaneControl {
  let count = start;
  let isFinal = count >= max;
  let changedAt: number | undefined;
  let from: { readonly bytes: number; readonly atMs: number } | undefined;
  let lastSpeed: number | undefined;
  return {
    get count() {
      return count;
    },
    observe(bytes, nowMs) {
      if (isFinal) return;
      changedAt ??= nowMs;
      if (nowMs - changedAt < SETTLE_MS) return;
      from ??= { bytes, atMs: nowMs };
      if (nowMs - from.atMs < MEASURE_MS) return;
      const speed = (bytes - from.bytes) / (nowMs - from.atMs);
      if (lastSpeed !== undefined && speed < lastSpeed * WORTHWHILE_GAIN) {
        isFinal = true;
        return;
      }
      lastSpeed = speed;
      count = Math.min(max, count + LANE_STEP);
      isFinal = count >= max;
      changedAt = nowMs;
      from = undefined;
    },
  };
}
