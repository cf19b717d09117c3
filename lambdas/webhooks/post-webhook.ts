// Posts a webhook: to public addresses alone, without following redirects, within a time and a size limit.
import { request as tlsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { publicLookup, requirePublicLiteral } from './public-address.ts';

// Imported as an ES module, node:http evaluates each of its exports, and `WebSocket` loads a second HTTP client: 20 ms.
const { request: plainRequest } = process.getBuiltinModule('node:http');

/** What a receiver answered. */
export interface WebhookAnswer {
  readonly status: number;
  /** The header `Retry-After`, in whatever form. */
  readonly retryAfter?: string | undefined;
}

/** Posts one body with these headers. Rejects when no answer comes within the time. */
export type PostWebhook = (
  headers: Readonly<Record<string, string>>,
  body: string,
) => Promise<WebhookAnswer>;

/** The address, and the time limit. */
export interface PostOptions {
  readonly url: string;
  readonly timeoutSeconds: number;
  /** Default: the system's, refusing names that lead to private addresses. */
  readonly lookup?: LookupFunction;
}

/** Bytes of an answer's body that are read; the body has no meaning, and a longer one is cut off. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** A post that opens a new connection each time, so that every address is checked. */
export const postWebhookTo =
  ({ url, timeoutSeconds, lookup = publicLookup() }: PostOptions): PostWebhook =>
  async (headers, body) => {
    const target = new URL(url);
    const { promise, resolve, reject } = Promise.withResolvers<WebhookAnswer>();
    requirePublicLiteral(target);
    const open = target.protocol === 'https:' ? tlsRequest : plainRequest;
    const outgoing = open(
      target,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        lookup,
        agent: false,
        signal: AbortSignal.timeout(timeoutSeconds * 1000),
      },
      (incoming) => {
        const { statusCode: status = 0, headers: answered } = incoming;
        resolve({ status, retryAfter: answered['retry-after'] });
        let read = 0;
        incoming.on('data', (chunk: Buffer) => {
          read += chunk.byteLength;
          if (read > MAX_ANSWER_BYTES) incoming.destroy();
        });
        // The status is known; an error in the rest of the body has no meaning.
        incoming.on('error', () => {});
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
    return promise;
  };
