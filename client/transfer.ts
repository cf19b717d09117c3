// One request with bytes to S3: by XMLHttpRequest where there is one, because fetch reports no upload progress.
import { retryAfterMs } from './answer.ts';
import { createConnections } from './connections.ts';
import { abortError, StorageError, UnavailableError } from './errors.ts';
import { BROWSER_CONNECTIONS } from './lanes.ts';
import type { StorageAnswer, Transfer } from './storage-request.ts';
import { xhrTransfer } from './transfer-xhr.ts';

/** Milliseconds without a byte sent or received before a connection counts as dead. */
const stallMs = 60_000;

/** Connections to S3 of one process in Node, where none limits them. */
const NODE_CONNECTIONS = 48;

/**
 * Shared by all uploads of a page or process. Without it the browser itself makes further requests wait, and a request that
 * waits there looks like one whose connection is dead; in Node, every small file would open a new connection.
 */
const connections = createConnections(
  typeof XMLHttpRequest === 'undefined' ? NODE_CONNECTIONS : BROWSER_CONNECTIONS,
);

/**
 * Sends the bytes and returns once S3 has stored them.
 * Throws `UnavailableError` (network, 429, 5xx), `StorageError` (any other answer), `AbortError`, or what reading the source threw.
 */
export async function transfer(request: Transfer): Promise<StorageAnswer> {
  const release = await connections.take(request.signal);
  const stalled = new AbortController();
  let timer = setTimeout(() => stalled.abort(), stallMs);
  const signals = [stalled.signal, ...(request.signal ? [request.signal] : [])];
  try {
    // Pages never load the code for Node.
    const send =
      typeof XMLHttpRequest === 'undefined'
        ? (await import('./transfer-fetch.ts')).fetchTransfer
        : xhrTransfer;
    const answer = await send({
      ...request,
      signal: AbortSignal.any(signals),
      onSent(bytes) {
        clearTimeout(timer);
        timer = setTimeout(() => stalled.abort(), stallMs);
        request.onSent?.(bytes);
      },
    });
    return accepted(answer);
  } catch (error) {
    if (request.signal?.aborted) throw abortError();
    if (stalled.signal.aborted)
      throw new UnavailableError('The connection to the storage stalled.');
    throw error;
  } finally {
    clearTimeout(timer);
    release();
  }
}

function accepted(answer: StorageAnswer): StorageAnswer {
  const { status, headers, text } = answer;
  if (status >= 200 && status < 300) return answer;
  const code = xmlText(text, 'Code');
  // S3 answers 400 RequestTimeout when a socket idled: a network trouble, not a refusal.
  if (status >= 500 || status === 429 || code === 'RequestTimeout') {
    throw new UnavailableError(`The storage answered ${status} ${code}.`, {
      status,
      retryAfterMs: retryAfterMs(headers),
    });
  }
  throw new StorageError(status, code, xmlText(text, 'Message'));
}

/** The text of the first element `name`; S3's error documents are flat. */
const xmlText = (xml: string, name: string): string =>
  xml.split(`<${name}>`, 2)[1]?.split('<', 1)[0] ?? '';

/** True when S3 refused because the URL, the form or the credentials behind it have lapsed; only signing again helps. */
export const isExpiredSignature = (error: unknown): boolean =>
  error instanceof StorageError &&
  (error.code === 'ExpiredToken' || (error.status === 403 && /expired/i.test(error.message)));

/** True when the bytes that arrived are not those that were claimed: damaged under way, or changed on disk. */
export const hasOtherBytes = (error: unknown): boolean =>
  error instanceof StorageError && /^(BadDigest|XAmzContent.*Mismatch)$/.test(error.code);
