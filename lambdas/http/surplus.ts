// Refuses a query or a body that a route does not read, so that callers notice misspelled or misplaced fields.
import { Refusal } from '../domain/errors.ts';
import type { ApiRequest } from './messages.ts';

/** Which parts of a request a route reads, and checks, besides its path. */
export interface Takes {
  readonly query?: true;
  readonly body?: true;
}

/** How many names an answer repeats, and how much of each. */
const MAX_NAMES = 20;
const MAX_NAME_LENGTH = 100;

/** Refuses a query or a body where none is read, with `invalid_request`. A JSON object with nothing in it is no body. */
export async function refuseSurplus(request: ApiRequest, takes: Takes): Promise<void> {
  const names = takes.query ? [] : [...new Set(new URL(request.url).searchParams.keys())];
  const isEmpty = takes.body || isEmptyBody(utf8.decode(await request.arrayBuffer()));
  const issues = [
    ...names.slice(0, MAX_NAMES).map((name) => ({
      field: name.slice(0, MAX_NAME_LENGTH) || 'query',
      message: 'is not known here; this route takes no query.',
    })),
    ...(isEmpty ? [] : [{ field: 'body', message: 'is not read here; send none.' }]),
  ];
  if (issues.length === 0) return;
  const detail = issues.map(({ field, message }) => `${field}: ${message}`).join(' ');
  throw new Refusal('invalid_request', detail, { issues });
}

const utf8 = new TextDecoder();

function isEmptyBody(body: string): boolean {
  const text = body.trim();
  if (text === '') return true;
  return text.startsWith('{') && text.endsWith('}') && text.slice(1, -1).trim() === '';
}
