// Public copies: the bytes of the version that is named, with headers of our own, and never a later copy overwritten.
import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { copyInParts } from '../../../lambdas/aws/s3/copy-in-parts.ts';
import { copyToPublicWith, readCopyTagWith } from '../../../lambdas/aws/s3/copy-to-public.ts';
import { deleteVersionWith } from '../../../lambdas/aws/s3/delete-version.ts';
import {
  blankPublicCopyWith,
  deletePublicCopyWith,
  listPublicCopiesWith,
} from '../../../lambdas/aws/s3/public-copies.ts';
import { MEDIA, PUBLIC, type Storage, startStorage } from './storage.ts';

let storage: Storage;
beforeAll(async () => {
  storage = await startStorage();
});
beforeEach(() => {
  storage.asked.length = 0;
});
afterAll(() => storage[Symbol.asyncDispose]());

describe('the copy to the public side', () => {
  const target = {
    key: 'public/token/photo.png',
    contentType: 'image/png',
    contentDisposition: 'inline; filename="photo.png"',
  };
  const readyAt = '2026-11-22T10:00:00.000Z';
  const copy = (source: { key: string; versionId: string; size: number }, over?: string) =>
    copyToPublicWith(storage.s3, MEDIA, PUBLIC)({ ...source, readyAt }, target, over);
  const first = { condition: { IfNoneMatch: '*' }, since: undefined } as const;

  it('a public copy has the bytes and headers of the judged version, and no header of the uploader', async () => {
    const stored = {
      ContentType: 'text/html',
      ContentDisposition: 'attachment',
      CacheControl: 'no-store',
      Metadata: { note: 'from the form' },
      Tagging: 'GuardDutyMalwareScanStatus=NO_THREATS_FOUND',
    };
    const { key, versionId } = await storage.twoVersions('media/a/50%25 off+ü.png', stored);
    expect(await copy({ key, versionId, size: 6 })).toBe('copied');
    expect(storage.asked).toEqual([
      `s3:PutObject ${PUBLIC}/${target.key}`,
      `s3:GetObjectVersion ${MEDIA}/${key}`,
    ]);
    const found = await storage.s3.send(new HeadObjectCommand({ Bucket: PUBLIC, Key: target.key }));
    expect(found).toMatchObject({
      ContentLength: 6,
      ContentType: 'image/png',
      ContentDisposition: 'inline; filename="photo.png"',
      CacheControl: expect.stringContaining('max-age'),
    });
    expect(found.CacheControl).not.toBe('no-store');
    expect(found.Metadata).toEqual({});
    expect(found.StorageClass).toBeUndefined();
    const { TagSet } = await storage.s3.send(
      new GetObjectTaggingCommand({ Bucket: PUBLIC, Key: target.key }),
    );
    expect(TagSet).toEqual([]);
  });

  it('no public copy is made of a version that does not exist any more', async () => {
    const { key, versionId } = await storage.twoVersions('media/a/gone.png');
    await deleteVersionWith(storage.s3, MEDIA)({ key, versionId });
    expect(await copy({ key, versionId, size: 6 })).toBe('source_gone');
  });

  it('a public copy overwrites exactly the copy that it names', async () => {
    const { key, versionId, later } = await storage.twoVersions('media/a/again.png');
    const tag = readCopyTagWith(storage.s3, PUBLIC);
    const known = await tag(target.key);
    expect(await copy({ key, versionId, size: 6 })).toBe('changed');
    expect(await copy({ key, versionId: later, size: 13 }, known)).toBe('copied');
    expect(await copy({ key, versionId, size: 6 }, known)).toBe('changed');
    expect(await tag(target.key)).not.toBe(known);
    await deletePublicCopyWith(storage.s3, PUBLIC)(target.key);
    expect(await copy({ key, versionId, size: 6 }, known)).toBe('changed');
    expect(await tag(target.key)).toBeUndefined();
  });

  it('a public copy is replaced by an empty object that no edge keeps', async () => {
    const { key, versionId } = await storage.twoVersions('media/a/blank.png');
    await copy({ key, versionId, size: 6 });
    await blankPublicCopyWith(storage.s3, PUBLIC)(target.key);
    const found = await storage.s3.send(new HeadObjectCommand({ Bucket: PUBLIC, Key: target.key }));
    expect(found).toMatchObject({ ContentLength: 0, CacheControl: 'no-store' });
    await deletePublicCopyWith(storage.s3, PUBLIC)(target.key);
  });

  it('a copy in parts does not take up an upload that may hold bytes of an earlier version', async () => {
    const { key, versionId } = await storage.twoVersions('media/a/replaced.mp4');
    const object = { Bucket: PUBLIC, Key: 'public/token/replaced.mp4' };
    const { UploadId } = await storage.s3.send(new CreateMultipartUploadCommand(object));
    await copyInParts(storage.s3, object, {
      ...{ CopySource: `${MEDIA}/${key}?versionId=${versionId}`, size: 6 },
      ...{ condition: { IfNoneMatch: '*' }, since: new Date().toISOString() },
    });
    const { Uploads = [] } = await storage.s3.send(
      new ListMultipartUploadsCommand({ Bucket: PUBLIC }),
    );
    expect(Uploads.map((upload) => upload.UploadId)).toEqual([UploadId]);
    await storage.s3.send(new AbortMultipartUploadCommand({ ...object, UploadId }));
  });

  it('a public copy in parts continues an unfinished upload, copies each byte once and keeps the headers', async () => {
    const { key, versionId } = await storage.twoVersions('media/a/large.mp4');
    const headers = { ContentType: 'video/mp4', CacheControl: 'max-age=1' };
    const object = { Bucket: PUBLIC, Key: 'public/token/large.mp4', ...headers };
    const CopySource = `${MEDIA}/${key}?versionId=${versionId}`;
    const { UploadId } = await storage.s3.send(new CreateMultipartUploadCommand(object));
    await copyInParts(storage.s3, object, { CopySource, size: 6, ...first });
    const found = await storage.s3.send(new HeadObjectCommand({ Bucket: PUBLIC, Key: object.Key }));
    expect(found).toMatchObject({ ContentLength: 6, ...headers });
    const { Uploads = [] } = await storage.s3.send(
      new ListMultipartUploadsCommand({ Bucket: PUBLIC }),
    );
    expect([UploadId, Uploads]).toEqual([expect.any(String), []]);
    const created = storage.asked.filter((one) => one === `s3:PutObject ${PUBLIC}/${object.Key}`);
    // The upload of above, one part and its completion: no second upload.
    expect(created).toHaveLength(3);
  });

  it('a public copy in parts does not copy again what S3 already holds', async () => {
    const { key, versionId } = await storage.twoVersions('media/a/held.mp4');
    const object = { Bucket: PUBLIC, Key: 'public/token/held.mp4' };
    const CopySource = `${MEDIA}/${key}?versionId=${versionId}`;
    const { UploadId } = await storage.s3.send(new CreateMultipartUploadCommand(object));
    await storage.s3.send(
      new UploadPartCopyCommand({ ...object, UploadId, PartNumber: 1, CopySource }),
    );
    storage.asked.length = 0;
    await copyInParts(storage.s3, object, { CopySource, size: 6, ...first });
    expect(storage.asked).not.toContain(`s3:GetObjectVersion ${MEDIA}/${key}`);
  });
});

describe('the list of public copies', () => {
  it('is read to its last page, each from where the last one ended', async () => {
    const s3 = new S3Client({ region: 'us-east-1' });
    const mock = mockClient(s3);
    mock
      .on(ListObjectsV2Command, { ContinuationToken: undefined })
      .resolves({ Contents: [{ Key: 'public/a' }], NextContinuationToken: 'next' })
      .on(ListObjectsV2Command, { ContinuationToken: 'next' })
      .resolves({ Contents: [{ Key: 'public/b' }] });
    expect(await listPublicCopiesWith(s3, PUBLIC)('public/')).toEqual(['public/a', 'public/b']);
  });
});
