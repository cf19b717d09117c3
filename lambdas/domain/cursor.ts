// List cursors: opaque to callers, and refused when altered or used by another caller or for another list.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { invalid } from './errors.ts';

/** Seals a position so that it opens only for the same `list` (who asks, and for what) under the same `key`. */
export function sealCursor(position: string, list: string, key: string): string {
  const seal = createHmac('sha256', key).update(`${list}\n${position}`).digest('base64url');
  return `${Buffer.from(position).toString('base64url')}.${seal}`;
}

/** Opens a cursor; refuses with `invalid_request` one that was altered or made for another list. */
export function openCursor(cursor: string, list: string, key: string): string {
  const position = Buffer.from(cursor.split('.', 1)[0] ?? '', 'base64url').toString();
  const given = Buffer.from(cursor);
  const expected = Buffer.from(sealCursor(position, list, key));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw invalid('cursor', 'is not one this list gave you; start again without a cursor.');
  }
  return position;
}
