// An answer from an edge's cache: the whole object, a range of it, or 304.
import { type ByteRange, resolveRange } from '../s3/range.ts';
import type { CachedResponse } from './edge-cache.ts';

/** Answers a request as CloudFront does from its cache (RFC 9110, "Conditional Requests" and "Range Requests"). */
export function answerFrom(
  { headers: stored, body, storedAt }: CachedResponse,
  { method, headers: asked }: Request,
): Response {
  const headers = new Headers(stored);
  headers.set('x-cache', 'Hit from cloudfront');
  headers.set('age', String(Math.floor((Date.now() - storedAt) / 1000)));
  if (isUnchanged(stored, asked)) {
    for (const name of ['content-length', 'content-type', 'content-encoding']) headers.delete(name);
    return new Response(null, { status: 304, headers });
  }
  const range = rangeOf(asked, body.byteLength);
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${body.byteLength}`);
    headers.delete('content-length');
    return new Response(null, { status: 416, headers });
  }
  if (!range) return new Response(method === 'HEAD' ? null : body, { headers });
  headers.set('content-range', `bytes ${range.start}-${range.end}/${body.byteLength}`);
  headers.set('content-length', String(range.end - range.start + 1));
  const part = body.subarray(range.start, range.end + 1);
  return new Response(method === 'HEAD' ? null : part, { status: 206, headers });
}

function rangeOf(asked: Headers, size: number): ByteRange | 'unsatisfiable' | undefined {
  try {
    return resolveRange(asked.get('range') ?? undefined, size);
  } catch {
    return 'unsatisfiable';
  }
}

function isUnchanged(stored: Headers, asked: Headers): boolean {
  const tags = asked.get('if-none-match');
  if (tags !== null) {
    const eTag = stored.get('etag');
    return tags.split(',').some((tag) => ['*', eTag].includes(tag.trim().replace(/^W\//, '')));
  }
  const since = asked.get('if-modified-since');
  const modified = stored.get('last-modified');
  return since !== null && modified !== null && Date.parse(modified) <= Date.parse(since);
}
