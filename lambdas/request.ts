// Reading what a caller sent: everything is checked against the contract before a use case sees it.

import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';
import type { Grantee } from './domain/access.ts';
import { Refusal } from './domain/errors.ts';
import { granteeSchema } from './requests.ts';

z.config(en());

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

/** Reads the grantee that a path names. */
export const readGrantee = (params: Readonly<Record<string, string>>): Grantee =>
  check(granteeSchema, params.principal, 'principal') as Grantee;

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
      message: issue.message.replace(/\.?$/, '.'),
    })),
  );
}

const refusal = (issues: readonly { field: string; message: string }[]): Refusal =>
  new Refusal(
    'invalid_request',
    issues.map(({ field, message }) => `${field}: ${message}`).join(' '),
    { issues },
  );
