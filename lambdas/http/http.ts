// HTTP as every use case meets it: a web Request with its principal goes in, a web Response comes out.

import type { Principal } from '../domain/access.ts';
import { Refusal, type RefusalCode } from '../domain/errors.ts';
import { logFailure, logOutcome } from '../log.ts';

/** What the edge knows beside the request itself. */
export interface Call {
  readonly principal: Principal;
  /** Path parameters, decoded. */
  readonly params: Readonly<Record<string, string>>;
}

/** Every code with its HTTP status: the one table. */
export const problemStatus = {
  invalid_request: 400,
  unauthorized: 401,
  forbidden: 403,
  quota_exceeded: 403,
  not_found: 404,
  not_ready: 409,
  conflict: 409,
  idempotency_key_reused: 409,
  upload_expired: 409,
  upload_gone: 409,
  parts_incomplete: 409,
  request_too_large: 413,
  file_too_large: 413,
  type_not_allowed: 415,
  too_many_requests: 429,
} as const satisfies Record<RefusalCode, number>;

/** What the log tells of a request that came to nothing. */
export interface RequestTrace {
  /** Such as `GET /links/{token}`: the path itself may hold a secret. */
  readonly route: string;
  readonly requestId: string;
  readonly fileId?: string | undefined;
  /** Whose token it was; undefined on a route without one. */
  readonly by?: string | undefined;
}

/** Answers one route. A thrown `Refusal` becomes its problem; anything else a bare 500. */
export type Route = (request: Request, call: Call) => Promise<Response>;

// What Airlock answers is about one caller at one moment.
const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** A JSON answer. */
export const json = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { ...headers, 'content-type': 'application/json' },
  });

/** Done, and nothing to say. */
export const noContent = (): Response => new Response(null, { status: 204, headers });

/** A redirect to a signed link. */
export const redirect = (location: string): Response =>
  new Response(null, { status: 302, headers: { ...headers, location } });

/** Answers a request and turns what is thrown into `application/problem+json` (RFC 9457). */
export async function answer(
  request: Request,
  trace: RequestTrace,
  respond: (request: Request) => Promise<Response>,
): Promise<Response> {
  try {
    return await respond(request);
  } catch (error) {
    if (isRefusal(error)) {
      logOutcome({ event: 'request_refused', ...trace, code: error.code });
      return problem(problemStatus[error.code], {
        code: error.code,
        title: error.code.replaceAll('_', ' '),
        detail: error.message,
        ...error.details,
      });
    }
    logFailure({ event: 'request_failed', ...trace }, error);
    return problem(500, {
      code: 'internal',
      title: 'internal',
      detail: 'Something broke on our side. Try again.',
    });
  }
}

const isRefusal = (error: unknown): error is Refusal => error instanceof Refusal;

const problem = (status: number, body: object): Response =>
  new Response(JSON.stringify({ type: 'about:blank', ...body, status }), {
    status,
    headers: { ...headers, 'content-type': 'application/problem+json' },
  });
