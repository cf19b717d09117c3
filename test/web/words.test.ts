import { describe, expect, test } from 'vitest';
import {
  AirlockRefusal,
  FileHeldError,
  FileRejectedError,
  StorageError,
  UnavailableError,
  UploadFailedError,
} from '../../client/errors.ts';
import type { File as FileRecord, Problem } from '../../lambdas/http/contract.ts';
import { SessionEnded } from '../../web/session-ended.ts';
import { asksForSignIn, errorInWords, refusalInWords, verdictInWords } from '../../web/words.ts';

const now = new Date('2026-11-22T12:00:00Z');

const file = (change: Partial<FileRecord> = {}): FileRecord => ({
  id: 'f1',
  collection: 'images',
  owner: 'alice',
  status: 'ready',
  filename: 'harbour.png',
  size: 2_400_000,
  contentType: 'image/png',
  visibility: 'private',
  revision: 1,
  createdAt: '2026-11-22T11:00:00Z',
  ...change,
});

const details = {
  invalid_request: { issues: [{ field: 'size', message: 'must be positive' }] },
  unauthorized: {},
  forbidden: {},
  quota_exceeded: { resource: 'bytes', used: 9 * 1024, limit: 10 * 1024, needed: 2 * 1024 },
  not_found: {},
  not_ready: { fileStatus: 'pending' },
  conflict: {},
  idempotency_key_reused: {},
  upload_expired: { expiresAt: '2026-11-22T12:15:00Z' },
  upload_gone: {},
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
  test('is quoted as the server explains it', () => {
    const detail = 'The file "A. Report (1).zip" is a ZIP archive. Unpack it. Then upload it.';
    const verdict = { outcome: 'rejected', declaredType: 'image/png', detail } as const;
    expect(verdictInWords(file({ status: 'rejected', verdict }), now)).toBe(detail);
  });

  test('without reason or detail still says whom to ask', () => {
    expect(verdictInWords(file({ status: 'rejected' }), now)).toContain('Ask who runs this site');
  });

  test('in favour says that the bytes match', () => {
    const verdict = { outcome: 'accepted', declaredType: 'image/png' } as const;
    expect(verdictInWords(file({ verdict }), now)).toBe('Checked: its bytes match its type.');
  });

  test('in favour says under which type the file is kept when that is another', () => {
    const verdict = { outcome: 'accepted', declaredType: 'video/quicktime' } as const;
    expect(verdictInWords(file({ contentType: 'video/mp4', verdict }), now)).toBe(
      'Checked: uploaded as a QuickTime video, stored as what it is, an MP4 video.',
    );
  });

  test('that is not there yet tells waiting from lapsed', () => {
    const waiting = file({ status: 'pending', expiresAt: '2026-11-22T12:10:00Z' });
    const lapsed = file({ status: 'pending', expiresAt: '2026-11-22T11:10:00Z' });
    expect(verdictInWords(waiting, now)).toContain('Waiting');
    const scanning = file({ status: 'pending', pendingReason: 'scanning' });
    expect(verdictInWords(scanning, now)).toContain('Waiting for the malware scan');
    const held = file({ status: 'pending', pendingReason: 'held' });
    expect(verdictInWords(held, now)).toContain('Ask who runs this site');
    expect(errorInWords(new FileHeldError(held), now)).toBe(verdictInWords(held, now));
    expect(verdictInWords(lapsed, now)).toBe('Its bytes did not arrive in time. Upload it again.');
  });
});

describe('a refusal', () => {
  test.each(Object.keys(details) as Problem['code'][])('%s has a sentence', (code) => {
    expect(refusalInWords(problem(code))).toMatch(/^[A-Z].+\.$/);
  });

  test('of a full quota says how much is used, allowed and needed', () => {
    expect(refusalInWords(problem('quota_exceeded'))).toContain(
      '9 KB of 10 KB are used, this needs 2 KB',
    );
    const files = { resource: 'files', used: 100, limit: 100, needed: 1 };
    expect(refusalInWords(problem('quota_exceeded', files))).toContain('100 of 100 files');
    expect(refusalInWords(problem('quota_exceeded'))).toContain('Delete files');
    expect(refusalInWords(problem('quota_exceeded')).length).toBeLessThan(110);
  });

  test('of a file larger than all of the quota does not ask to delete others in vain', () => {
    const huge = { used: 0, needed: 12 * 1024 };
    expect(refusalInWords(problem('quota_exceeded', huge))).toBe(
      'It is 12 KB, more than all your space of 10 KB. Upload something smaller.',
    );
  });

  test('of a large file names both sizes', () => {
    expect(refusalInWords(problem('file_too_large'))).toContain('It is 30 MB; at most 25 MB');
  });

  test('of a type is quoted as the server explains it', () => {
    expect(refusalInWords(problem('type_not_allowed'))).toBe('The sentence of the server.');
  });

  test('of too many requests rounds the wait up', () => {
    expect(refusalInWords(problem('too_many_requests'))).toContain('in 5 seconds');
    const short = { retryAfterSeconds: 0 };
    expect(refusalInWords(problem('too_many_requests', short))).toContain('in a second');
  });

  test('of a request names the field, or else quotes the server', () => {
    expect(refusalInWords(problem('invalid_request'))).toContain('size: must be positive');
    expect(refusalInWords(problem('invalid_request', { issues: [] }))).toContain(
      'The sentence of the server.',
    );
  });
});

describe('an error', () => {
  test('of the network is told from one of the server', () => {
    expect(errorInWords(new UnavailableError('x'), now)).toContain('cannot be reached');
    expect(errorInWords(new UnavailableError('x', { status: 503 }), now)).toContain('busy');
  });

  test('inside a failed upload is explained by its cause', () => {
    const because = (cause: unknown) => errorInWords(new UploadFailedError('x', { cause }), now);
    expect(because(new StorageError(400, 'EntityTooLarge', 'x'))).toContain('(EntityTooLarge)');
    expect(because(new StorageError(403, '', 'x'))).toBe(
      'The storage did not take the file. Try again.',
    );
    expect(because(new DOMException('x', 'NotReadableError'))).toContain('choose it again');
    expect(because(new UnavailableError('x'))).toContain('cannot be reached');
    expect(because(new Error('x'))).toBe('The file did not arrive. Try again.');
  });

  test('that is a verdict is explained by the verdict', () => {
    const verdict = {
      outcome: 'rejected',
      declaredType: 'image/png',
      detail: 'It is a ZIP.',
    } as const;
    const rejected = new FileRejectedError(file({ status: 'rejected', verdict }));
    expect(errorInWords(rejected, now)).toBe('It is a ZIP.');
  });

  test('that nobody foresaw shows nothing of its insides', () => {
    const sentence = errorInWords(new TypeError('x is undefined'), now);
    expect(sentence).toBe('Something went wrong on this page. Reload it and try again.');
  });

  test('of a lapsed session asks for sign-in, however deep it sits', () => {
    expect(asksForSignIn(new SessionEnded())).toBe(true);
    expect(asksForSignIn(new UploadFailedError('x', { cause: new SessionEnded() }))).toBe(true);
    expect(asksForSignIn(new AirlockRefusal(problem('unauthorized')))).toBe(true);
    expect(asksForSignIn(new AirlockRefusal(problem('forbidden')))).toBe(false);
    expect(asksForSignIn(new UnavailableError('x'))).toBe(false);
  });
});
