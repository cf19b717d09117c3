// Refusals and failures as callers and logs see them.
import { expect, it } from 'vitest';
import {
  invalid,
  notFound,
  Refusal,
  sharingLimitReached,
  ThrottledError,
} from '../../lambdas/domain/errors.ts';

it('a refusal has a name, a code, a sentence and details', () => {
  expect(new Refusal('not_ready', 'It is pending.', { fileStatus: 'pending' })).toMatchObject({
    name: 'Refusal',
    code: 'not_ready',
    message: 'It is pending.',
    details: { fileStatus: 'pending' },
  });
});

it('the refusal of one field names the field in its sentence and in its details', () => {
  expect(invalid('size', 'must be positive.')).toMatchObject({
    code: 'invalid_request',
    message: 'size: must be positive.',
    details: { issues: [{ field: 'size', message: 'must be positive.' }] },
  });
});

it('what does not exist and what may not be seen have the same refusal', () => {
  expect(notFound()).toMatchObject({
    code: 'not_found',
    message: 'There is no such file, or it is not shared with you.',
    details: {},
  });
});

it('a request that storage throttled fails with an error of its own name', () => {
  expect(new ThrottledError('12 attempts').name).toBe('ThrottledError');
});

it('the refusal of one more grant or link names the limit', () => {
  expect(sharingLimitReached('links', 7)).toMatchObject({
    code: 'sharing_limit_reached',
    message: 'The file has 7 links, as many as it may have. Remove one that is no longer needed.',
    details: { resource: 'links', limit: 7 },
  });
});
