// Reads an answer of the API: the contract's data, a refusal, or a failure that may be retried.
import type { IsAnswer } from './answer-shapes.ts';
import { UnavailableError } from './errors.ts';
import { refusalFrom } from './problem.ts';
import { parseTime } from './server-clock.ts';

/** An answer as it came. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Reads an answer of a kind. Throws `UnavailableError` (429, 5xx, not in the contract) or `AirlockRefusal`. */
export function readAnswer<T>({ status, headers, text }: Answer, isAnswer: IsAnswer<T>): T {
  const body = parseJson(text);
  if (status === 429 || status >= 500) {
    const waitMs = retryAfterMs(headers, body);
    throw new UnavailableError(`The server answered ${status}.`, {
      status,
      retryAfterMs: waitMs,
      ...(status === 429 && { cause: refusalFrom(status, body, (waitMs ?? 1000) / 1000) }),
    });
  }
  if (status >= 400) throw refusalFrom(status, body);
  if (isAnswer(body)) return body;
  throw new UnavailableError('The server answered outside its contract.', {
    status,
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
