// Reads requests: every field is checked against the contract before a use case receives it.

import * as z from 'zod/mini';
import { bytesExactly } from '../domain/bytes-in-words.ts';
import { Refusal } from '../domain/errors.ts';
import { describeIssue } from './field-messages.ts';
import type { ApiRequest } from './messages.ts';

z.config({ localeError: describeIssue });

/** Largest body that is read. The largest that is needed, an issue with caption and metadata all in escapes, has 38 KiB. */
const MAX_BODY_BYTES = 64 * 1024;
/** How many wrong fields an answer names, so that it is never much larger than the request. */
const MAX_ISSUES = 20;
/** Longest name and longest message of one wrong field, in characters. */
const MAX_ISSUE_LENGTH = 500;

/**
 * Reads and checks a JSON body (RFC 8259); refuses with `invalid_request`, naming each wrong field, and with `request_too_large`
 * before anything is parsed. Of a name that is given twice, the last one counts, as in browsers.
 */
export async function readBody<Schema extends z.ZodMiniType>(
  request: ApiRequest,
  schema: Schema,
): Promise<z.output<Schema>> {
  const { body } = await readJson(request);
  return check(schema, body, 'body');
}

/** A body that was read, and its bytes. */
export interface JsonBody {
  readonly body: unknown;
  readonly size: number;
}

/** Reads a JSON body that is then given to `check`; refuses as `readBody` does. */
export async function readJson(request: ApiRequest, maxBytes = MAX_BODY_BYTES): Promise<JsonBody> {
  const bytes = await request.arrayBuffer();
  refuseLarger(bytes.byteLength, maxBytes);
  try {
    const body = JSON.parse(utf8.decode(bytes), refusePrototype);
    return { body, size: bytes.byteLength };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const message =
      bytes.byteLength === 0 ? 'is missing; send a JSON object.' : 'is not valid JSON.';
    throw refusal([{ field: 'body', message }]);
  }
}

/** Reads and checks the query string; refuses with `invalid_request`, naming each parameter that is wrong or given twice. */
export function readQuery<Schema extends z.ZodMiniType>(
  request: ApiRequest,
  schema: Schema,
): z.output<Schema> {
  const { searchParams } = new URL(request.url);
  const twice = [...new Set(searchParams.keys())].filter(
    (name) => searchParams.getAll(name).length > 1,
  );
  if (twice.length > 0) {
    throw refusal(
      twice.slice(0, MAX_ISSUES).map((name) => ({
        field: name.slice(0, MAX_ISSUE_LENGTH) || 'query',
        message: 'is given more than once; give it once.',
      })),
    );
  }
  return check(schema, Object.fromEntries(searchParams), 'query');
}

/** Reads and checks one optional header. */
export function readHeader<Schema extends z.ZodMiniType>(
  request: ApiRequest,
  name: string,
  schema: Schema,
): z.output<Schema> | undefined {
  const value = request.headers.get(name);
  return value === null ? undefined : check(schema, value, name);
}

/** Checks what was read; refuses with `invalid_request`, which names each wrong field, or `whole` itself. */
export function check<Schema extends z.ZodMiniType>(
  schema: Schema,
  value: unknown,
  whole: string,
): z.output<Schema> {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  throw refusal(
    result.error.issues.slice(0, MAX_ISSUES).map((issue) => ({
      field: issue.path.join('.').slice(0, MAX_ISSUE_LENGTH) || whole,
      message: issue.message.slice(0, MAX_ISSUE_LENGTH).replace(/\.?$/, '.'),
    })),
  );
}

/** A field of this name would be lost where an object is copied field by field: it sets the copy's prototype instead. */
export function refusePrototype(name: string, value: unknown): unknown {
  if (name !== '__proto__') return value;
  throw refusal([{ field: 'body', message: 'holds the name __proto__, which no field has.' }]);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Refuses a body of more bytes than are read. */
export function refuseLarger(size: number, maxBytes = MAX_BODY_BYTES): void {
  if (size <= maxBytes) return;
  throw new Refusal(
    'request_too_large',
    `The body has ${bytesExactly(size)}; send at most ${bytesExactly(maxBytes)}. The bytes of a file go to S3, not here.`,
    { maxBytes },
  );
}

const refusal = (issues: readonly { field: string; message: string }[]): Refusal =>
  new Refusal(
    'invalid_request',
    issues.map(({ field, message }) => `${field}: ${message}`).join(' '),
    { issues },
  );
