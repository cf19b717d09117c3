// What the API answered: the contract's data, a refusal, or trouble that is worth another try.
import * as z from 'zod/mini';
import { refusalFrom, Unavailable } from './errors.ts';
import { parseTime } from './server-clock.ts';

/** An answer as it came. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Reads an answer by its schema. Throws `Unavailable` (429, 5xx, not in the contract) or `AirlockRefusal`. */
export function readAnswer<S extends z.core.$ZodType>(
  { status, headers, text }: Answer,
  schema: S,
) {
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
