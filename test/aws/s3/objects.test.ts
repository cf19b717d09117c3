// What the adapters read, assemble and delete: always the version that is named, with exactly the permissions of the roles.
import { createHash } from 'node:crypto';
import {
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectTaggingCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { abortMultipartWith } from '../../../lambdas/aws/s3/abort-multipart.ts';
import { completeMultipartWith } from '../../../lambdas/aws/s3/complete-multipart.ts';
import { createMultipartWith } from '../../../lambdas/aws/s3/create-multipart.ts';
import { deleteVersionWith } from '../../../lambdas/aws/s3/delete-version.ts';
import { findScanTagWith } from '../../../lambdas/aws/s3/find-scan-tag.ts';
import { listPartsWith } from '../../../lambdas/aws/s3/list-parts.ts';
import { readChecksumWith } from '../../../lambdas/aws/s3/read-checksum.ts';
import { readRangeWith } from '../../../lambdas/aws/s3/read-range.ts';
import { versionExistsWith } from '../../../lambdas/aws/s3/walk-versions.ts';
import { MEDIA, type Storage, startStorage } from './storage.ts';

let storage: Storage;
beforeAll(async () => {
  storage = await startStorage();
});
beforeEach(() => {
  storage.asked.length = 0;
});
afterAll(() => storage[Symbol.asyncDispose]());

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');
const crc = (base64: string) => expect.stringMatching(new RegExp(`^.{${base64.length}}$`));

describe('reading a version', () => {
  it('reading returns the range of the judged version, with its size and type', async () => {
    const source = await storage.twoVersions('media/a/read.bin', { ContentType: 'image/gif' });
    const read = readRangeWith(storage.s3, MEDIA);
    const { bytes, ...rest } = (await read(source, 1, 3)) ?? {};
    expect(Buffer.from(bytes ?? []).toString()).toBe('udg');
    expect(rest).toEqual({ size: 6, contentType: 'image/gif' });
    expect(storage.asked).toEqual([`s3:GetObjectVersion ${MEDIA}/${source.key}`]);
  });

  it('reading returns no bytes of an empty version, and undefined for one that was deleted', async () => {
    const key = 'media/a/empty.bin';
    const versionId = await storage.put(key, '');
    const read = readRangeWith(storage.s3, MEDIA);
    expect(await read({ key, versionId }, 0, 10)).toMatchObject({
      size: 0,
      bytes: new Uint8Array(),
    });
    await deleteVersionWith(storage.s3, MEDIA)({ key, versionId });
    expect(await read({ key, versionId }, 0, 10)).toBeUndefined();
  });

  it('reading returns the checksum that S3 keeps of the judged version, the claimed one or its own', async () => {
    const claimed = await storage.twoVersions('media/a/claimed.bin', {
      ChecksumSHA256: sha256('judged'),
    });
    const read = readChecksumWith(storage.s3, MEDIA);
    expect(await read(claimed)).toEqual({
      algorithm: 'SHA256',
      value: sha256('judged'),
      type: 'FULL_OBJECT',
    });
    const own = await storage.twoVersions('media/a/own.bin');
    expect(await read(own)).toEqual({
      algorithm: 'CRC64NVME',
      value: crc('AAAAAAAAAAA='),
      type: 'FULL_OBJECT',
    });
  });

  it('the scan result is the tag of the judged version, and a failed scan when the version was deleted', async () => {
    const { key, versionId } = await storage.twoVersions('media/a/scanned.bin');
    const TagSet = [{ Key: 'GuardDutyMalwareScanStatus', Value: 'NO_THREATS_FOUND' }];
    await storage.s3.send(
      new PutObjectTaggingCommand({
        Bucket: MEDIA,
        Key: key,
        VersionId: versionId,
        Tagging: { TagSet },
      }),
    );
    const find = findScanTagWith(storage.s3, MEDIA);
    expect(await find({ key, versionId })).toMatchObject({ outcome: 'clean', versionId });
    await deleteVersionWith(storage.s3, MEDIA)({ key, versionId });
    expect(await find({ key, versionId })).toMatchObject({ outcome: 'failed' });
  });

  it('a judged version is found or missed, whatever other versions there are', async () => {
    const { key, versionId } = await storage.twoVersions('media/a/there.bin');
    const exists = versionExistsWith(storage.s3, MEDIA);
    expect(await exists({ key, versionId })).toBe(true);
    await deleteVersionWith(storage.s3, MEDIA)({ key, versionId });
    expect(await exists({ key, versionId })).toBe(false);
  });
});

it('deleting a version removes that one and leaves no delete marker', async () => {
  const { key, versionId, later } = await storage.twoVersions('media/a/delete.bin');
  await deleteVersionWith(storage.s3, MEDIA)({ key, versionId });
  expect(storage.asked).toEqual([`s3:DeleteObjectVersion ${MEDIA}/${key}`]);
  const { Versions = [], DeleteMarkers = [] } = await storage.s3.send(
    new ListObjectVersionsCommand({ Bucket: MEDIA, Prefix: key }),
  );
  expect(Versions.map(({ VersionId }) => VersionId)).toEqual([later]);
  expect(DeleteMarkers).toEqual([]);
});

describe('an upload in parts', () => {
  const key = 'media/a/assembled.mp4';
  const create = (checksumParts = false) =>
    createMultipartWith(storage.s3, MEDIA)({ key, contentType: 'video/mp4' }, checksumParts);
  const send = (uploadId: string, Body: string, more = {}) =>
    storage.s3.send(
      new UploadPartCommand({
        Bucket: MEDIA,
        Key: key,
        UploadId: uploadId,
        PartNumber: 1,
        Body,
        ...more,
      }),
    );
  const complete = async (uploadId: string, size: number) => {
    const parts = (await listPartsWith(storage.s3, MEDIA)({ key, uploadId })) ?? [];
    return completeMultipartWith(storage.s3, MEDIA)({ key, uploadId }, parts, size);
  };

  it('becomes an object of the claimed type, only of the claimed size', async () => {
    const uploadId = await create();
    await send(uploadId, 'bytes');
    await expect(complete(uploadId, 6)).rejects.toThrow('x-amz-mp-object-size');
    expect(await complete(uploadId, 5)).toMatchObject({
      outcome: 'completed',
      versionId: expect.any(String),
    });
    const head = await storage.s3.send(new HeadObjectCommand({ Bucket: MEDIA, Key: key }));
    expect(head).toMatchObject({ ContentType: 'video/mp4', ContentLength: 5 });
  });

  it('an upload in parts with checksums takes no part without one, and is completed with those of its parts', async () => {
    const uploadId = await create(true);
    await expect(send(uploadId, 'bytes')).rejects.toThrow('Checksum Type mismatch');
    await send(uploadId, 'bytes', { ChecksumSHA256: sha256('bytes') });
    expect(await complete(uploadId, 5)).toMatchObject({
      outcome: 'completed',
      versionId: expect.any(String),
    });
  });

  it('an upload in parts is not completed when a part was sent again after the listing', async () => {
    const uploadId = await create();
    await send(uploadId, 'bytes');
    const parts = (await listPartsWith(storage.s3, MEDIA)({ key, uploadId })) ?? [];
    await send(uploadId, 'other');
    const completing = completeMultipartWith(storage.s3, MEDIA)({ key, uploadId }, parts, 5);
    expect(await completing).toEqual({ outcome: 'parts_changed' });
  });

  it('an aborted upload in parts is unknown to every later request, and may be aborted again', async () => {
    const uploadId = await create();
    const abort = abortMultipartWith(storage.s3, MEDIA);
    await abort({ key, uploadId });
    await abort({ key, uploadId });
    expect(await listPartsWith(storage.s3, MEDIA)({ key, uploadId })).toBeUndefined();
    const parts = [{ partNumber: 1, size: 5, etag: '"a"', sha256: undefined }];
    const completing = completeMultipartWith(storage.s3, MEDIA)({ key, uploadId }, parts, 5);
    expect(await completing).toEqual({ outcome: 'gone' });
  });

  it('the parts of an upload are listed to the last page', async () => {
    const markers: unknown[] = [];
    const pages = [
      {
        IsTruncated: true,
        NextPartNumberMarker: '1',
        Parts: [{ PartNumber: 1, Size: 5, ETag: 'a' }],
      },
      {
        IsTruncated: false,
        NextPartNumberMarker: '2',
        Parts: [{ PartNumber: 2, Size: 5, ETag: 'b' }],
      },
    ];
    const send = async ({ input }: { input: { PartNumberMarker?: string } }) => {
      markers.push(input.PartNumberMarker);
      return pages.shift();
    };
    const list = listPartsWith({ send } as never, MEDIA);
    const parts = await list({ key, uploadId: 'upload' });
    expect(parts?.map(({ partNumber }) => partNumber)).toEqual([1, 2]);
    expect(markers).toEqual([undefined, '1']);
  });
});
