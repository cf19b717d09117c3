// HTTP as every use case meets it: a web Request with its principal goes in, a web Response comes out.
import * as z from 'zod/mini';
import { problemStatus } from './contract.ts';
import { Refusal } from './domain/errors.ts';
import type { Principal } from './domain/principal.ts';
import { logFailure } from './log.ts';

z.config(z.locales.en());

/** What the edge knows beside the request itself. */
export interface Call {
  readonly principal: Principal;
  /** Path parameters, decoded. */
  readonly params: Readonly<Record<string, string>>;
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

/** A redirect to a signed link. */
export const redirect = (location: string): Response =>
  new Response(null, { status: 302, headers: { ...headers, location } });

/** Runs a route and turns what it throws into `application/problem+json` (RFC 9457). */
export async function answer(route: Route, request: Request, call: Call): Promise<Response> {
  try {
    return await route(request, call);
  } catch (error) {
    if (isRefusal(error)) {
      return problem(problemStatus[error.code], {
        code: error.code,
        title: error.code.replaceAll('_', ' '),
        detail: error.message,
        ...error.details,
      });
    }
    logFailure(
      { event: 'request_failed', method: request.method, path: new URL(request.url).pathname },
      error,
    );
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

/** Reads and checks a JSON body; refuses with `invalid_request`, naming each wrong field. */
export async function readBody<Schema extends z.ZodMiniType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  const text = await request.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    const message = text === '' ? 'is missing; send a JSON object.' : 'is not valid JSON.';
    throw refusal([{ field: 'body', message }]);
  }
  return check(schema, body, 'body');
}

/** Reads and checks the query string; refuses with `invalid_request`, naming each wrong parameter. */
export const readQuery = <Schema extends z.ZodMiniType>(
  request: Request,
  schema: Schema,
): z.output<Schema> =>
  check(schema, Object.fromEntries(new URL(request.url).searchParams), 'query');

/** Reads and checks one optional header. */
export function readHeader<Schema extends z.ZodMiniType>(
  request: Request,
  name: string,
  schema: Schema,
): z.output<Schema> | undefined {
  const value = request.headers.get(name);
  return value === null ? undefined : check(schema, value, name);
}

function check<Schema extends z.ZodMiniType>(
  schema: Schema,
  value: unknown,
  whole: string,
): z.output<Schema> {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  throw refusal(
    result.error.issues.map((issue) => ({
      field: issue.path.join('.') || whole,
      message: issue.message,
    })),
  );
}

const refusal = (issues: readonly { field: string; message: string }[]): Refusal =>
  new Refusal(
    'invalid_request',
    issues.map(({ field, message }) => `${field}: ${message}`).join(' '),
    { issues },
  );
