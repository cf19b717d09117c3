import { expect, it } from 'vitest';
import { retryAfterMs } from '../../client/answer.ts';
import { refusalFrom } from '../../client/problem.ts';

it.each([
  [401, { message: 'Unauthorized' }, 'unauthorized', 'Unauthorized'],
  [403, { message: 'Forbidden' }, 'forbidden', 'Forbidden'],
  [404, { message: 'Not Found' }, 'not_found', 'Not Found'],
  [405, { message: 'Method Not Allowed' }, 'method_not_allowed', 'Method Not Allowed'],
  [413, { message: 'Request Entity Too Large' }, 'request_too_large', 'Request Entity Too Large'],
  [431, undefined, 'request_too_large', 'The server answered 431.'],
  [429, { message: 'Too Many Requests' }, 'too_many_requests', 'Too Many Requests'],
  [401, undefined, 'unauthorized', 'The server answered 401.'],
  [403, undefined, 'forbidden', 'The server answered 403.'],
  [413, undefined, 'request_too_large', 'The server answered 413.'],
  [429, undefined, 'too_many_requests', 'The server answered 429.'],
  [409, { code: 'of_a_later_version', detail: 'Not now.' }, 'conflict', 'Not now.'],
  [418, undefined, 'invalid_request', 'The server answered 418.'],
])('a bare status %i becomes the refusal that it means', (status, body, code, message) => {
  expect(refusalFrom(status, body)).toMatchObject({ code, message, details: { status } });
});

it('a refusal keeps the details of its problem document', () => {
  const details = {
    code: 'type_not_allowed',
    title: 'type not allowed',
    status: 415,
    detail: 'image/bmp is not taken here.',
    contentType: 'image/bmp',
    allowed: ['image/png'],
  };
  expect(refusalFrom(415, details).details).toEqual(details);
});

it('understands Retry-After in seconds, as a date by the clock of the answer, and in the problem', () => {
  expect(retryAfterMs(new Headers({ 'retry-after': '7' }))).toBe(7_000);
  const date = 'Sun, 22 Nov 2026 07:00:00 GMT';
  const later = 'Sun, 22 Nov 2026 07:00:30 GMT';
  expect(retryAfterMs(new Headers({ date, 'retry-after': later }))).toBe(30_000);
  expect(retryAfterMs(new Headers(), { retryAfterSeconds: 3 })).toBe(3_000);
  expect(retryAfterMs(new Headers())).toBeUndefined();
});
