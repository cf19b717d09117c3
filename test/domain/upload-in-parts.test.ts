// When an upload still takes parts.
import { expect, it } from 'vitest';
import type { FileRecord, PendingFile } from '../../lambdas/domain/file.ts';
import { requireParts, uploadGone } from '../../lambdas/domain/upload-in-parts.ts';
import { deleted, pending, ready, rejected } from './records.ts';

const multipart = { uploadId: 'u', checksumParts: false, partSize: 5, partCount: 1 };
const inParts: PendingFile = { ...pending, multipart };
const scanning: PendingFile = {
  ...inParts,
  scan: {
    state: 'running',
    versionId: 'v1',
    verdict: ready.verdict,
    askedAt: pending.createdAt,
    until: pending.expiresAt,
  },
};
const before = (ms: number) => new Date(Date.parse(pending.expiresAt) - ms);

it('a pending file in parts takes parts until it expires', () => {
  expect(requireParts(inParts, before(1))).toEqual(inParts);
});

it.each<[string, FileRecord]>([
  ['ready', { ...ready }],
  ['rejected', rejected],
  ['deleted', deleted],
  ['being scanned', scanning],
])('a file that is %s takes no more parts', (_status, file) => {
  expect(() => requireParts(file, before(1))).toThrow(
    expect.objectContaining({
      code: 'conflict',
      message: 'The upload is over: the file has been judged. Ask for the file instead.',
    }),
  );
});

it('a file that is sent as one form post takes no parts', () => {
  expect(() => requireParts(pending, before(1))).toThrow(
    expect.objectContaining({
      code: 'conflict',
      message: 'This file is sent as one form post, not in parts. Use the form it was issued with.',
    }),
  );
});

it.each([0, -1])('an upload takes no parts from the moment at which it expires: %i ms', (ms) => {
  expect(() => requireParts(inParts, before(ms))).toThrow(
    expect.objectContaining({
      code: 'upload_expired',
      message: `The upload expired at ${pending.expiresAt}. Start a new one.`,
      details: { expiresAt: pending.expiresAt },
    }),
  );
});

it('parts that S3 no longer holds are a refusal of their own', () => {
  expect(uploadGone()).toMatchObject({
    code: 'upload_gone',
    message: 'S3 no longer holds the parts of this upload. Start a new one.',
  });
});
