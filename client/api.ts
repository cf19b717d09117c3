// The HTTP API as typed calls: every request retried as far as it is safe, every answer checked against the contract.
import * as z from 'zod/mini';
import {
  type DownloadResponse,
  downloadResponseSchema,
  type File,
  fileResponseSchema,
  type IssueRequest,
  type IssueResponse,
  issueResponseSchema,
  type ListPartsResponse,
  type ListRequest,
  type ListResponse,
  listPartsResponseSchema,
  listResponseSchema,
  type SignPartsRequest,
  type SignPartsResponse,
  signPartsResponseSchema,
} from '../lambdas/contract.ts';
import { AirlockRefusal, refusalFrom, Unavailable } from './errors.ts';
import { retry } from './retry.ts';
import { createServerClock, parseTime, type ServerClock, signedAt } from './server-clock.ts';

const timeoutMs = 35_000;

/** How one call is to be made. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds to keep trying without any answer. Default: 15 seconds. */
  readonly patienceMs?: number;
  /** An abort stops further attempts, but lets the one under way come to its answer. */
  readonly finishAttempt?: boolean;
}

/** The routes that uploading, listing and reading need. All throw `AirlockRefusal` or `Unavailable`. */
export interface Api {
  readonly clock: ServerClock;
  issue(request: IssueRequest, idempotencyKey: string, call?: CallOptions): Promise<IssueResponse>;
  get(id: string, call?: CallOptions): Promise<File>;
  list(query: Partial<ListRequest>, call?: CallOptions): Promise<ListResponse>;
  download(
    id: string,
    disposition?: 'inline' | 'attachment',
    call?: CallOptions,
  ): Promise<DownloadResponse>;
  remove(id: string, call?: CallOptions): Promise<void>;
  signParts(
    id: string,
    parts: SignPartsRequest['parts'],
    call?: CallOptions,
  ): Promise<SignPartsResponse['parts']>;
  listParts(id: string, call?: CallOptions): Promise<ListPartsResponse['parts']>;
  complete(id: string, call?: CallOptions): Promise<File>;
}

interface Request {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly query?: Record<string, string | number | undefined>;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** Creates the typed calls for the API at `base`; `getToken` is asked for each request, so it may renew. */
export function createApi(base: string, getToken: () => string | Promise<string>): Api {
  const clock = createServerClock();

  async function send<S extends z.core.$ZodType>(
    request: Request,
    answer: S,
    call: CallOptions = {},
    signingTime: (answer: z.output<S>) => string | undefined = () => undefined,
  ): Promise<z.output<S>> {
    let token = await getToken();
    return retry(
      async () => {
        const signal = call.finishAttempt ? undefined : call.signal;
        let response = await fetchOnce(request, token, signal);
        if (response.status === 401) {
          // A token may lapse in the middle of a long upload; ask once for a newer one.
          const renewed = await getToken();
          if (renewed !== token) response = await fetchOnce(request, renewed, signal);
          token = renewed;
        }
        const body = read(response, answer);
        clock.observe(signingTime(body), response.sentAt);
        return body;
      },
      { signal: call.signal, patienceMs: call.patienceMs ?? 15_000 },
    ).catch((error: unknown) => {
      // A 429 that outlives all patience is the refusal that it says it is.
      const { cause } = error as { cause?: unknown };
      throw error instanceof Unavailable && cause instanceof AirlockRefusal ? cause : error;
    });
  }

  async function fetchOnce(request: Request, token: string, signal: AbortSignal | undefined) {
    const url = new URL(`${base.replace(/\/+$/, '')}${request.path}`);
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const sentAt = performance.now();
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(url, {
        method: request.method,
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${token}`,
          ...(request.body !== undefined && { 'content-type': 'application/json' }),
          ...request.headers,
        },
        ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      clock.observe(response.headers.get('date'), sentAt);
      const { status, headers } = response;
      return { status, headers, sentAt, text: await response.text() };
    } catch (cause) {
      throw new Unavailable(`No answer from ${url.origin}${url.pathname}.`, { cause });
    }
  }

  const file = (id: string, rest = ''): `/files/${string}` =>
    `/files/${encodeURIComponent(id)}${rest}`;

  return {
    clock,
    issue: (request, idempotencyKey, call) =>
      send(
        {
          method: 'POST',
          path: '/files',
          body: request,
          headers: { 'idempotency-key': idempotencyKey },
        },
        issueResponseSchema,
        call,
        ({ upload }) => (upload?.kind === 'post' ? signedAt(upload.url, upload.fields) : undefined),
      ),
    get: async (id, call) =>
      (await send({ method: 'GET', path: file(id) }, fileResponseSchema, call)).file,
    list: (query, call) => send({ method: 'GET', path: '/files', query }, listResponseSchema, call),
    download: (id, disposition, call) =>
      send(
        { method: 'GET', path: file(id, '/download'), query: { disposition } },
        downloadResponseSchema,
        call,
      ),
    remove: async (id, call) => {
      await send({ method: 'DELETE', path: file(id) }, z.unknown(), call);
    },
    signParts: async (id, parts, call) => {
      const request = { method: 'POST', path: file(id, '/parts'), body: { parts } } as const;
      const answer = await send(request, signPartsResponseSchema, call, ({ parts: [part] }) =>
        part ? signedAt(part.url) : undefined,
      );
      return answer.parts;
    },
    listParts: async (id, call) =>
      (await send({ method: 'GET', path: file(id, '/parts') }, listPartsResponseSchema, call))
        .parts,
    complete: async (id, call) =>
      (await send({ method: 'POST', path: file(id, '/complete') }, fileResponseSchema, call)).file,
  };
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

function read<S extends z.core.$ZodType>({ status, headers, text }: Answer, schema: S) {
  const body = parseJson(text);
  if (status === 429 || status >= 500) {
    const waitMs = retryAfterMs(headers, body);
    throw new Unavailable(`The server answered ${status}.`, {
      status,
      retryAfterMs: waitMs,
      ...(status === 429 && { cause: refusalFrom(status, body, (waitMs ?? 1000) / 1000) }),
    });
  }
  if (status >= 400) throw refusalFrom(status, body);
  const parsed = z.safeParse(schema, body);
  if (parsed.success) return parsed.data;
  throw new Unavailable('The server answered something that is not in its contract.', {
    status,
    cause: parsed.error,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Milliseconds of a `Retry-After` header, in seconds or as a date (RFC 9110 §10.2.3), or of the problem document. */
export function retryAfterMs(headers: Headers, body?: unknown): number | undefined {
  const header = headers.get('retry-after')?.trim();
  if (header && /^\d+$/.test(header)) return Number(header) * 1000;
  const until = parseTime(header);
  if (until !== undefined) {
    return Math.max(0, until - (parseTime(headers.get('date')) ?? Date.now()));
  }
  const seconds = (body as { retryAfterSeconds?: unknown } | undefined)?.retryAfterSeconds;
  return typeof seconds === 'number' ? Math.max(0, seconds * 1000) : undefined;
}
