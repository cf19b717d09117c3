// The HTTP edge without AWS: a request and its principal in, an answer out.

import type { Principal } from '../domain/access.ts';
import { Refusal, ThrottledError } from '../domain/errors.ts';
import { logFailure, logOutcome } from '../log.ts';
import type { ApiRequest, ApiResponse } from './messages.ts';
import { problemStatus } from './problem-status.ts';

/** The context of a request. */
export interface Call {
  readonly principal: Principal;
  /** Path parameters, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** Milliseconds until the function ends. */
  readonly remainingMs: () => number;
}

/** The fields of the log line about a refused or failed request. */
export interface RequestTrace {
  /** The route and not the path, such as `GET /links/{token}`: the path may hold a secret. */
  readonly route: string;
  readonly requestId: string;
  readonly fileId?: string | undefined;
  /** The `sub` of the token; undefined on a route without one. */
  readonly by?: string | undefined;
}

/** Answers one route. A thrown `Refusal` or `ThrottledError` becomes a problem; any other error a 500 without details. */
export type Route = (request: ApiRequest, call: Call) => Promise<ApiResponse>;

// An answer is valid for one caller at one moment, so that it must not be cached.
const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** A JSON answer. */
export const json = (status: number, body: unknown): ApiResponse => ({
  status,
  headers: { ...headers, 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** An answer without content. */
export const noContent = (): ApiResponse => ({ status: 204, headers, body: '' });

/** A redirect to a signed link; 303 makes a GET of a POST. */
export const redirect = (location: string, status: 302 | 303 = 302): ApiResponse => ({
  status,
  headers: { ...headers, location },
  body: '',
});

/** A page for people; `policy` is its Content-Security-Policy. */
export const page = (status: number, body: string, policy: string): ApiResponse => ({
  status,
  headers: {
    ...headers,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'x-robots-tag': 'noindex, nofollow',
  },
  body: body.toWellFormed(),
});

/** Answers a request and turns errors into `application/problem+json` (RFC 9457). */
export async function answer(
  trace: RequestTrace,
  respond: () => Promise<ApiResponse>,
): Promise<ApiResponse> {
  try {
    return await respond();
  } catch (thrown) {
    const error = thrown instanceof ThrottledError ? tooManyChanges() : thrown;
    if (isRefusal(error)) {
      logOutcome({ event: 'request_refused', ...trace, code: error.code });
      return problem(problemOf(error), headersOf(error));
    }
    logFailure({ event: 'request_failed', ...trace }, error);
    return problem({
      code: 'internal',
      title: 'internal',
      detail: 'The service failed. Try again.',
      status: 500,
    });
  }
}

const isRefusal = (error: unknown): error is Refusal => error instanceof Refusal;

const tooManyChanges = () =>
  new Refusal(
    'too_many_requests',
    'Too many changes to the same file or quota at once. Try again in a second.',
    { retryAfterSeconds: 1 },
  );

/** The members of a problem document (RFC 9457) beside its `type`. */
export const problemOf = ({ code, message, details }: Refusal) => ({
  code,
  title: code.replaceAll('_', ' '),
  detail: message,
  ...details,
  status: problemStatus[code] as number,
});

interface ProblemBody {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly status: number;
}

/** Headers that HTTP requires of a refusal (RFC 6750, section 3; RFC 9110, section 15.5.6). */
function headersOf({ code, details }: Refusal): Readonly<Record<string, string>> {
  if (code === 'unauthorized') return { 'www-authenticate': 'Bearer error="invalid_token"' };
  return 'allowed' in details && code === 'method_not_allowed'
    ? { allow: details.allowed.join(', ') }
    : {};
}

const problem = (body: ProblemBody, own: Readonly<Record<string, string>> = {}): ApiResponse => ({
  status: body.status,
  headers: { ...headers, ...own, 'content-type': 'application/problem+json' },
  body: JSON.stringify({ type: 'about:blank', ...body }),
});
