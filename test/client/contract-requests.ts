// Requests to the contract server: what they are called, and what can happen to them.
import { BUCKET } from './contract-storage.ts';

/** What happens to a request instead of, or after, being served. */
export type Fault =
  | 'drop before reading'
  | 'drop before serving'
  | 'drop after serving'
  | { status: number; headers?: Record<string, string>; body?: string };

/** A request as the server saw it. */
export interface Seen {
  /** Such as `PUT part 3`, `POST form`, `POST /files`, `POST complete`. */
  readonly what: string;
  readonly at: number;
  readonly body: Buffer;
}

/** Whether a request has this name, or one like it. */
export const matches = (what: string, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? what === wanted : wanted.test(what);

/** The name of a request. */
export function nameOf(method: string, { pathname, searchParams }: URL): string {
  const part = searchParams.get('partNumber');
  if (part) return `${method} part ${part}`;
  if (pathname.startsWith(`/${BUCKET}`)) return `${method} form`;
  return `${method} ${/^\/files\/[^/]+\/(\w+)$/.exec(pathname)?.[1] ?? pathname.replace(/\/files\/.+/, 'file')}`;
}
