// The cache of a CloudFront edge: whole responses of the origin, until they expire or are invalidated.
import type { CachePolicySettings } from './cache-policy.ts';
import { toPattern } from './path-pattern.ts';

/** One object as the origin answered it. */
export interface CachedResponse {
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly storedAt: number;
}

/** The cache of one distribution. */
export interface EdgeCache {
  find(key: string): CachedResponse | undefined;
  /** Stores a response, if it may be kept; returns one to answer with. `since` is the time of the request to the origin. */
  keep(
    entry: { readonly key: string; readonly path: string; readonly since: number },
    response: Response,
    policy: CachePolicySettings,
  ): Promise<Response>;
  /** Removes every path that matches, in CloudFront's syntax: a `*` at the end matches any text. */
  invalidate(paths: readonly string[]): void;
}

// Bytes of the cache. CloudFront keeps far more; this one only has to behave in the same way.
const maxEntryBytes = 8 * 1024 ** 2;
const maxBytes = 64 * 1024 ** 2;

/** Creates an empty cache. */
export function createEdgeCache(now: () => number = Date.now): EdgeCache {
  const entries = new Map<string, CachedResponse & { path: string; expiresAt: number }>();
  let bytes = 0;
  let invalidatedAt = 0;

  function forget(key: string): void {
    bytes -= entries.get(key)?.body.byteLength ?? 0;
    entries.delete(key);
  }

  return {
    find(key) {
      const entry = entries.get(key);
      if (entry && entry.expiresAt <= now()) forget(key);
      return entries.get(key);
    },
    async keep({ key, path, since }, response, policy) {
      const seconds = lifetimeSeconds(response, policy);
      const size = Number(response.headers.get('content-length') ?? Number.POSITIVE_INFINITY);
      if (response.status !== 200 || seconds <= 0 || size > maxEntryBytes) return response;
      const body = new Uint8Array(await response.arrayBuffer());
      // A response that was requested before an invalidation may be the invalidated one.
      if (since > invalidatedAt) {
        forget(key);
        const headers = new Headers(response.headers);
        entries.set(key, {
          headers,
          body,
          path,
          storedAt: now(),
          expiresAt: now() + seconds * 1000,
        });
        bytes += body.byteLength;
        for (const oldest of entries.keys()) {
          if (bytes <= maxBytes) break;
          forget(oldest);
        }
      }
      return new Response(body, { headers: response.headers });
    },
    invalidate(paths) {
      invalidatedAt = now();
      const patterns = paths.map(toPattern);
      for (const [key, { path }] of entries) {
        if (patterns.some((pattern) => pattern.test(path))) forget(key);
      }
    },
  };
}

/** How long the edge keeps a response: as long as it says itself, within the policy's maximum. */
function lifetimeSeconds({ headers }: Response, policy: CachePolicySettings): number {
  const control = headers.get('cache-control');
  if (control === null) return Math.min(policy.defaultTtlSeconds, policy.maxTtlSeconds);
  if (/\b(no-cache|no-store|private)\b/.test(control)) return 0;
  const seconds = /\bs-maxage=(\d+)/.exec(control) ?? /\bmax-age=(\d+)/.exec(control);
  return Math.min(Number(seconds?.[1] ?? policy.defaultTtlSeconds), policy.maxTtlSeconds);
}
