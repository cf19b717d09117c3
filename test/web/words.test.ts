import { describe, expect, test } from 'vitest';
import {
  AirlockRefusal,
  FileHeldError,
  FileRejectedError,
  StorageError,
  UnavailableError,
  UploadFailedError,
} from '../../client/errors.ts';
import type { Problem } from '../../lambdas/http/contract.ts';
import { SessionEndedError } from '../../web/session-ended.ts';
import {
  asksForSignIn,
  errorInWords,
  refusalInWords,
  sizeInWords,
  typeOfInWords,
  verdictInWords,
} from '../../web/words.ts';
import { fileRecord } from './file-record.ts';

const now = new Date('2026-11-22T12:00:00Z');

const details = {
  invalid_request: { issues: [{ field: 'size', message: 'must be positive' }] },
  unauthorized: {},
  forbidden: {},
  quota_exceeded: { resource: 'bytes', used: 9 * 1024, limit: 10 * 1024, needed: 2 * 1024 },
  not_found: {},
  method_not_allowed: { allowed: ['GET'] },
  not_ready: { fileStatus: 'pending' },
  variant_not_available: { variant: 'thumbnail', state: 'preparing' },
  conflict: {},
  idempotency_key_reused: {},
  upload_expired: { expiresAt: '2026-11-22T12:15:00Z' },
  upload_gone: {},
  sharing_limit_reached: { resource: 'links', limit: 100 },
  list_too_long: { limit: 5_000 },
  parts_incomplete: { missing: [2], wrong: [] },
  request_too_large: { maxBytes: 65_536 },
  file_too_large: { size: 30 * 1024 ** 2, maxBytes: 25 * 1024 ** 2 },
  type_not_allowed: { contentType: 'application/zip', allowed: ['image/png', 'image/jpeg'] },
  too_many_requests: { retryAfterSeconds: 4.2 },
} satisfies Record<Problem['code'], object>;

const problem = (code: Problem['code'], change: object = {}): Problem =>
  ({
    code,
    title: code,
    status: 400,
    detail: 'The sentence of the server.',
    ...details[code],
    ...change,
  }) as Problem;

describe('a verdict', () => {
  test("shows the server's explanation of a rejected file", () => {
    const detail = 'The file "A. Report (1).zip" is a ZIP archive. Unpack it. Then upload it.';
    const verdict = { outcome: 'rejected', declaredType: 'image/png', detail } as const;
    expect(verdictInWords(fileRecord({ status: 'rejected', verdict }), now)).toBe(detail);
  });

  test('refers to the administrator when a verdict has no reason or detail', () => {
    expect(verdictInWords(fileRecord({ status: 'rejected' }), now)).toContain(
      'Contact the administrator',
    );
  });

  test('the verdict of a ready file says that its content matches its type', () => {
    const verdict = { outcome: 'accepted', declaredType: 'image/png' } as const;
    expect(verdictInWords(fileRecord({ verdict }), now)).toBe(
      'Validated: the content matches the file type.',
    );
  });

  test('names the stored type of a ready file when it differs from the claim', () => {
    const verdict = { outcome: 'accepted', declaredType: 'video/quicktime' } as const;
    expect(verdictInWords(fileRecord({ contentType: 'video/mp4', verdict }), now)).toBe(
      'Validated: uploaded as a QuickTime video, stored as an MP4 video.',
    );
  });

  test('the verdict of a file that was uploaded without a type names what its content is', () => {
    const verdict = { outcome: 'accepted', declaredType: 'application/octet-stream' } as const;
    expect(verdictInWords(fileRecord({ contentType: 'image/png', verdict }), now)).toBe(
      'Validated: the content is a PNG image.',
    );
    expect(typeOfInWords(fileRecord({ contentType: 'image/png', verdict }))).toBe('PNG image');
  });

  test('says of a form that waits for a file that its type is not known, and how large the file may be', () => {
    const form = { status: 'pending', contentType: 'application/octet-stream' } as const;
    const waiting = fileRecord({ ...form, size: 2048, maxBytes: 2048 });
    expect(typeOfInWords(waiting)).toBe('type not known yet');
    expect(sizeInWords(waiting)).toBe('up to 2 KB');
    expect(typeOfInWords(fileRecord({ status: 'pending', contentType: 'image/png' }))).toBe(
      'uploaded as PNG image',
    );
  });

  test('distinguishes a waiting, scanned, held and expired pending file', () => {
    const waiting = fileRecord({ status: 'pending', expiresAt: '2026-11-22T12:10:00Z' });
    const expired = fileRecord({ status: 'pending', expiresAt: '2026-11-22T11:10:00Z' });
    expect(verdictInWords(waiting, now)).toContain('Waiting');
    const scanning = fileRecord({ status: 'pending', pendingReason: 'scanning' });
    expect(verdictInWords(scanning, now)).toContain('Waiting for the malware scan');
    const held = fileRecord({ status: 'pending', pendingReason: 'held' });
    expect(verdictInWords(held, now)).toContain('Contact the administrator');
    expect(errorInWords(new FileHeldError(held), now)).toBe(verdictInWords(held, now));
    expect(verdictInWords(expired, now)).toBe('The file did not arrive in time. Upload it again.');
  });
});

describe('a refusal', () => {
  test.each(Object.keys(details) as Problem['code'][])('formats %s as a sentence', (code) => {
    expect(refusalInWords(problem(code))).toMatch(/^[A-Z].+\.$/);
  });

  test('the refusal over a full quota says how much is used, allowed and needed', () => {
    expect(refusalInWords(problem('quota_exceeded'))).toContain(
      '9 KB of 10 KB are used, this needs 2 KB',
    );
    const files = { resource: 'files', used: 100, limit: 100, needed: 1 };
    expect(refusalInWords(problem('quota_exceeded', files))).toContain('100 of 100 files');
    expect(refusalInWords(problem('quota_exceeded'))).toContain('Delete files');
    expect(refusalInWords(problem('quota_exceeded')).length).toBeLessThan(110);
  });

  test('the refusal of a file larger than the whole quota does not ask to delete files', () => {
    const huge = { used: 0, needed: 12 * 1024 };
    expect(refusalInWords(problem('quota_exceeded', huge))).toBe(
      'The file has 12 KB, more than your whole quota of 10 KB. Upload a smaller file.',
    );
  });

  test('names the size and the limit of a file that is too large', () => {
    expect(refusalInWords(problem('file_too_large'))).toContain(
      'The file has 30 MB; at most 25 MB',
    );
  });

  test("shows the server's explanation of a refused type", () => {
    expect(refusalInWords(problem('type_not_allowed'))).toBe('The sentence of the server.');
  });

  test('rounds up the time to wait after too many requests', () => {
    expect(refusalInWords(problem('too_many_requests'))).toContain('in 5 seconds');
    const short = { retryAfterSeconds: 0 };
    expect(refusalInWords(problem('too_many_requests', short))).toContain('in a second');
  });

  test("names the invalid field of a request, or shows the server's explanation", () => {
    expect(refusalInWords(problem('invalid_request'))).toContain('size: must be positive');
    expect(refusalInWords(problem('invalid_request', { issues: [] }))).toContain(
      'The sentence of the server.',
    );
  });
});

describe('an error', () => {
  test('distinguishes a network error from a server error', () => {
    expect(errorInWords(new UnavailableError('x'), now)).toContain('cannot be reached');
    expect(errorInWords(new UnavailableError('x', { status: 503 }), now)).toContain('busy');
  });

  test('explains a failed upload by its cause', () => {
    const because = (cause: unknown) => errorInWords(new UploadFailedError('x', { cause }), now);
    expect(because(new StorageError(400, 'EntityTooLarge', 'x'))).toContain('(EntityTooLarge)');
    expect(because(new StorageError(403, '', 'x'))).toBe(
      'The storage refused the file. Try again.',
    );
    expect(because(new DOMException('x', 'NotReadableError'))).toContain('choose it again');
    expect(because(new UnavailableError('x'))).toContain('cannot be reached');
    expect(because(new Error('x'))).toBe('The file did not arrive. Try again.');
  });

  test('explains a rejected file by its verdict', () => {
    const verdict = {
      outcome: 'rejected',
      declaredType: 'image/png',
      detail: 'It is a ZIP.',
    } as const;
    const rejected = new FileRejectedError(fileRecord({ status: 'rejected', verdict }));
    expect(errorInWords(rejected, now)).toBe('It is a ZIP.');
  });

  test('shows no internals of an unexpected error', () => {
    const sentence = errorInWords(new TypeError('x is undefined'), now);
    expect(sentence).toBe('An unexpected error occurred on this page. Reload it and try again.');
  });

  test('asks for sign-in when the session ended, also as the cause of another error', () => {
    expect(asksForSignIn(new SessionEndedError())).toBe(true);
    expect(asksForSignIn(new UploadFailedError('x', { cause: new SessionEndedError() }))).toBe(
      true,
    );
    expect(asksForSignIn(new AirlockRefusal(problem('unauthorized')))).toBe(true);
    expect(asksForSignIn(new AirlockRefusal(problem('forbidden')))).toBe(false);
    expect(asksForSignIn(new UnavailableError('x'))).toBe(false);
  });
});
