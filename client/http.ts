// Sends one request to the API: with the token, a time limit and safe retries, and checks the shape of the answer.
import { type Answer, readAnswer } from './answer.ts';
import type { IsAnswer } from './answer-shapes.ts';
import { AirlockRefusal, UnavailableError } from './errors.ts';
import { type RetryOptions, retry } from './retry.ts';
import type { ServerClock } from './server-clock.ts';

/** API Gateway answers within 30 seconds or not at all. */
const timeoutMs = 35_000;

/** Milliseconds that a first answer may take: an address that has never answered is more often wrong than unreachable. */
const firstAnswerMs = 8_000;

/** How one call is made. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds to keep trying without any answer. Default: 15 seconds. */
  readonly patienceMs?: number;
  readonly onWait?: RetryOptions['onWait'];
  /** The call must not take effect twice: it is sent again only when it was throttled, because then it had no effect. */
  readonly onlyOnce?: boolean;
  /** An abort stops further attempts, but waits for the answer of the current one. */
  readonly finishAttempt?: boolean;
}

/** A request to a route. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
  readonly path: string;
  readonly query?: Record<string, string | number | undefined>;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** API Gateway answers 429 before it asks any function. */
const wasThrottled = ({ status }: UnavailableError): boolean => status === 429;

/** The path of a file, or of what belongs to it. */
export const filePath = (id: string, rest = ''): `/files/${string}` =>
  `/files/${encodeURIComponent(id)}${rest}`;

/** The address that paths, which begin with a slash, are appended to. */
function withoutTrailingSlashes(address: string): string {
  let end = address.length;
  while (address[end - 1] === '/') end -= 1;
  return address.slice(0, end);
}

/** Sends a request and returns its answer. `signingTime` finds the server's time in an answer. */
export type Send = <T>(
  request: ApiRequest,
  isAnswer: IsAnswer<T>,
  call?: CallOptions,
  signingTime?: (answer: T) => string | undefined,
) => Promise<T>;

/** Creates `send` for the API at `base`; `getToken` is asked for each request, so it may renew. */
export function createSend(
  base: string,
  getToken: () => string | Promise<string>,
  clock: ServerClock,
): Send {
  let hasAnswered = false;

  async function fetchOnce(
    request: ApiRequest,
    token: string,
    signal: AbortSignal | undefined,
  ): Promise<Answer & { readonly sentAt: number }> {
    const address = `${withoutTrailingSlashes(base)}${request.path}`;
    const url = new URL(address);
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
        body: JSON.stringify(request.body),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      hasAnswered = true;
      clock.observe(response.headers.get('date'), sentAt);
      const { status, headers } = response;
      return { status, headers, sentAt, text: await response.text() };
    } catch (cause) {
      const hint = hasAnswered ? '' : firstAnswerHint();
      throw new UnavailableError(`No answer from ${address}.${hint}`, { cause });
    }
  }

  return async <T>(
    request: ApiRequest,
    isAnswer: IsAnswer<T>,
    call: CallOptions = {},
    signingTime?: (answer: T) => string | undefined,
  ) => {
    return retry(
      async () => {
        // Asked within the retries: the renewal of a token may fail like the request itself.
        const token = await getToken();
        const signal = call.finishAttempt ? undefined : call.signal;
        let response = await fetchOnce(request, token, signal);
        if (response.status === 401) {
          // A token may expire during a long upload: a newer one is requested once.
          const renewed = await getToken();
          if (renewed !== token) response = await fetchOnce(request, renewed, signal);
        }
        const body = readAnswer(response, isAnswer);
        clock.observe(signingTime?.(body), response.sentAt);
        return body;
      },
      {
        signal: call.signal,
        patienceMs() {
          const patienceMs = call.patienceMs ?? 15_000;
          return hasAnswered ? patienceMs : Math.min(patienceMs, firstAnswerMs);
        },
        onWait: call.onWait,
        mayRepeat: call.onlyOnce ? wasThrottled : undefined,
      },
    ).catch((error: unknown) => {
      // A 429 after the last retry is thrown as a refusal.
      const { cause } = error as { cause?: unknown };
      throw error instanceof UnavailableError && cause instanceof AirlockRefusal ? cause : error;
    });
  };
}

/** What to check when the API has not answered once. Scripts cannot see whether CORS or the network is the cause. */
const firstAnswerHint = (): string =>
  typeof location === 'undefined'
    ? ' Check the address.'
    : ` Check the address, and that \`origins\` in the configuration lists ${location.origin}, as CORS needs.`;
