// Answers of S3 that no local engine gives on demand: partial batches, malformed answers, lost answers and refusals.
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, expect, it } from 'vitest';
import { abortMultipartWith } from '../../../lambdas/aws/s3/abort-multipart.ts';
import { completeMultipartWith } from '../../../lambdas/aws/s3/complete-multipart.ts';
import { copyInParts } from '../../../lambdas/aws/s3/copy-in-parts.ts';
import { copyToPublicWith } from '../../../lambdas/aws/s3/copy-to-public.ts';
import { createMultipartWith } from '../../../lambdas/aws/s3/create-multipart.ts';
import { findScanTagWith } from '../../../lambdas/aws/s3/find-scan-tag.ts';
import { listPartsWith } from '../../../lambdas/aws/s3/list-parts.ts';
import { objectExistsWith } from '../../../lambdas/aws/s3/object-exists.ts';
import { readChecksumWith } from '../../../lambdas/aws/s3/read-checksum.ts';
import { readRangeWith } from '../../../lambdas/aws/s3/read-range.ts';
import { removeAssetsWith } from '../../../lambdas/aws/s3/site-assets.ts';
import { versionExistsWith } from '../../../lambdas/aws/s3/walk-versions.ts';
import 'aws-sdk-client-mock-vitest/extend';

const client = new S3Client({ region: 'eu-west-1' });
const s3 = mockClient(client);
afterEach(() => s3.reset());

const Bucket = 'media';
const version = { key: 'media/images/a.png', versionId: 'v1' };
const upload = { key: version.key, uploadId: 'u1' };
const target = { key: 'public/a.png', contentType: 'image/png', contentDisposition: 'inline' };

const refusal = (name: string, httpStatusCode: number) =>
  new S3ServiceException({ name, $fault: 'client', message: name, $metadata: { httpStatusCode } });
const lost = new Error('socket hang up');

/** Every request that names one version, and its answer when that version is gone. */
const requests: readonly (readonly [string, () => Promise<unknown>, gone: unknown])[] = [
  ['reading a range', () => readRangeWith(client, Bucket)(version, 0, 10), undefined],
  ['reading the checksum', () => readChecksumWith(client, Bucket)(version), undefined],
  ['looking for the version', () => versionExistsWith(client, Bucket)(version), false],
  ['looking for the object', () => objectExistsWith(client, Bucket)(version.key), false],
  [
    'copying the version',
    () =>
      copyToPublicWith(client, Bucket, 'public')(
        { ...version, size: 10, readyAt: '' },
        target,
        undefined,
      ),
    'source_gone',
  ],
  [
    'reading the tag of the scan',
    () => findScanTagWith(client, Bucket)(version),
    expect.objectContaining({ outcome: 'failed', why: 'the stored bytes are gone' }),
  ],
];

const mockAll = (error: Error) => {
  for (const command of [GetObjectCommand, HeadObjectCommand, CopyObjectCommand]) {
    s3.on(command as typeof GetObjectCommand).rejects(error);
  }
  s3.on(GetObjectTaggingCommand).rejects(error);
};

it.each(requests)(
  '%s reports a version that is gone, by each code of S3',
  async (_what, act, gone) => {
    const answers = [
      refusal('NoSuchKey', 404),
      refusal('NoSuchVersion', 404),
      // Answers to HeadObject have no body and therefore no code.
      refusal('NotFound', 404),
      refusal('UnknownError', 405),
      refusal('MethodNotAllowed', 405),
    ];
    for (const answer of answers) {
      mockAll(answer);
      expect(await act(), answer.name).toEqual(gone);
    }
  },
);

it.each(requests)(
  '%s throws when the bucket is gone, S3 refuses, or the answer is lost',
  async (_what, act) => {
    for (const error of [
      refusal('NoSuchBucket', 404),
      refusal('AccessDenied', 403),
      refusal('SlowDown', 503),
      lost,
    ]) {
      mockAll(error);
      await expect(act()).rejects.toBe(error);
    }
  },
);

it('removing assets throws when S3 deletes only a part of the batch', async () => {
  s3.on(DeleteObjectsCommand)
    .resolvesOnce({})
    .resolves({ Errors: [{ Key: 'site/b.js', Code: 'InternalError' }] });
  const paths = Array.from({ length: 1001 }, (_, index) => `${index}.js`);
  await expect(removeAssetsWith(client, Bucket)(paths)).rejects.toThrow(
    'S3 could not delete site/b.js: InternalError',
  );
  const sizes = s3
    .commandCalls(DeleteObjectsCommand)
    .map(({ args }) => args[0].input.Delete?.Objects?.length);
  expect(sizes).toEqual([1000, 1]);
});

it('creating an upload in parts throws when the answer has no UploadId', async () => {
  s3.onAnyCommand().resolves({});
  const create = createMultipartWith(client, Bucket);
  await expect(create({ key: 'a', contentType: 'image/png' }, false)).rejects.toThrow(
    'without an UploadId',
  );
  await expect(
    copyInParts(
      client,
      { Bucket, Key: 'a' },
      { CopySource: 'b', size: 10, condition: { IfNoneMatch: '*' }, since: undefined },
    ),
  ).rejects.toThrow('without an id');
});

it.each([
  ['NoSuchUpload', 'gone'],
  ['InvalidPart', 'parts_changed'],
])('completing an upload that ended with %s reports %s', async (name, outcome) => {
  s3.on(CompleteMultipartUploadCommand).rejects(refusal(name, 400));
  expect(await completeMultipartWith(client, Bucket)(upload, [], 10)).toEqual({ outcome });
});

it.each([refusal('SlowDown', 503), refusal('EntityTooSmall', 400), lost])(
  'completing and aborting an upload throw %s',
  async (error) => {
    s3.on(CompleteMultipartUploadCommand).rejects(error);
    s3.on(AbortMultipartUploadCommand).rejects(error);
    await expect(completeMultipartWith(client, Bucket)(upload, [], 10)).rejects.toBe(error);
    await expect(abortMultipartWith(client, Bucket)(upload)).rejects.toBe(error);
  },
);

it('a copy in parts throws when another attempt completed its upload first', async () => {
  s3.on(ListMultipartUploadsCommand).resolves({ Uploads: [{ Key: 'a', UploadId: 'u1' }] });
  s3.on(ListPartsCommand).rejects(refusal('NoSuchUpload', 404));
  s3.on(CompleteMultipartUploadCommand).rejects(refusal('NoSuchUpload', 404));
  await expect(
    copyInParts(
      client,
      { Bucket, Key: 'a' },
      { CopySource: 'b', size: 10, condition: { IfNoneMatch: '*' }, since: undefined },
    ),
  ).rejects.toThrow('The copy to a was not completed: gone.');
  expect(s3).not.toHaveReceivedCommand(CreateMultipartUploadCommand);
});

it('a listing of parts leaves out what has no number, size or ETag, and follows every page', async () => {
  s3.on(ListPartsCommand)
    .resolvesOnce({
      Parts: [{ PartNumber: 1, Size: 5, ETag: 'a' }, { PartNumber: 2, Size: 5 }, { ETag: 'c' }],
      IsTruncated: true,
      NextPartNumberMarker: '2',
    })
    .resolves({ IsTruncated: false });
  expect(await listPartsWith(client, Bucket)(upload)).toEqual([
    { partNumber: 1, size: 5, etag: 'a', sha256: undefined },
  ]);
  expect(s3).toHaveReceivedNthCommandWith(ListPartsCommand, 2, { PartNumberMarker: '2' });
});
