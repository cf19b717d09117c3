// The server's time: the client's own clock may be hours wrong, so only its speed is used.

/** S3 checks a signature when the request arrives; one that expires within this time is not used any more. */
const leewayMs = 5_000;

/** The server's time, carried forward by the monotonic clock since the server last sent it. */
export interface ServerClock {
  /** Records a time that the server sent in answer to a request sent at `sentAt` (`performance.now()`). */
  observe(serverTime: string | null | undefined, sentAt: number): void;
  /** Milliseconds since the epoch as the server counts them; the client's clock before the first observation. */
  now(): number;
  /** Whether an ISO time is still far enough ahead for a request that starts now. */
  isAhead(time: string): boolean;
}

/** Creates a clock that knows nothing yet. */
export function createServerClock(): ServerClock {
  let offset: number | undefined;
  const now = () => (offset === undefined ? Date.now() : offset + performance.now());
  return {
    now,
    isAhead: (time) => (parseTime(time) ?? Number.POSITIVE_INFINITY) - now() > leewayMs,
    observe(serverTime, sentAt) {
      const observed = parseTime(serverTime);
      // Counting from when the request was sent errs towards "later", so a URL is renewed early rather than late.
      if (observed !== undefined) offset = observed - sentAt;
    },
  };
}

/**
 * The moment of signing that every SigV4 URL or form carries. Page scripts may not read a `Date` header
 * across origins unless CORS exposes it, but this one is always there.
 */
export const signedAt = (
  url: string,
  fields: Readonly<Record<string, string>> = {},
): string | undefined =>
  fields['X-Amz-Date'] ?? new URL(url).searchParams.get('X-Amz-Date') ?? undefined;

/** Milliseconds since the epoch of an HTTP date, an ISO time or SigV4's `20261122T070603Z`. */
export function parseTime(text: string | null | undefined): number | undefined {
  const compact = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
  const time = Date.parse((text ?? '').replace(compact, '$1-$2-$3T$4:$5:$6Z'));
  return Number.isNaN(time) ? undefined : time;
}
