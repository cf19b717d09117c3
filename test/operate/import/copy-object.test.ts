// Finding and copying sources: on the embedded S3, and with answers that it does not give on demand.
import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyObjectWith } from '../../../operate/import/copy-object.ts';
import { findSourceWith, type Source } from '../../../operate/import/find-source.ts';
import { MEDIA, PUBLIC, type Storage, startStorage } from '../../aws/s3/storage.ts';
import 'aws-sdk-client-mock-vitest/extend';

let storage: Storage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage[Symbol.asyncDispose]());

const place = { key: 'media/notes/a.txt', contentType: 'text/plain' };

async function found(name: Parameters<ReturnType<typeof findSourceWith>>[0]): Promise<Source> {
  const finding = await findSourceWith(storage.s3)(name);
  return finding.status === 'found' ? finding.source : expect.fail(finding.reason);
}

const bytesOf = async (Key: string): Promise<string | undefined> => {
  const { Body } = await storage.s3.send(new GetObjectCommand({ Bucket: MEDIA, Key }));
  return Body?.transformToString();
};

describe('a source on the embedded S3', () => {
  it('an object is copied as it was found, although its key is overwritten before the copy', async () => {
    await storage.put('legacy/a b+ü?.txt', 'first', { Tagging: 'a=b', Metadata: { a: 'b' } });
    const source = await found({ bucket: MEDIA, key: 'legacy/a b+ü?.txt' });
    await storage.put('legacy/a b+ü?.txt', 'second');
    expect(await copyObjectWith(storage.s3, MEDIA)(source, place)).toBe('copied');
    expect(await bytesOf(place.key)).toBe('first');
    const head = await storage.s3.send(
      new HeadObjectCommand({ Bucket: MEDIA, Key: place.key, ChecksumMode: 'ENABLED' }),
    );
    expect(head).toMatchObject({ ContentType: 'text/plain', Metadata: {} });
    expect(head.ChecksumSHA256).toHaveLength(44);
  });

  it('an object of a bucket without versions is not copied when it has changed, in one piece or in parts', async () => {
    const put = (Body: string) =>
      storage.s3.send(new PutObjectCommand({ Bucket: PUBLIC, Key: 'old.txt', Body }));
    await put('first');
    const source = await found({ bucket: PUBLIC, key: 'old.txt' });
    expect(source.versionId).toBeUndefined();
    await put('other');
    const target = { ...place, key: 'media/notes/changed.txt' };
    expect(await copyObjectWith(storage.s3, MEDIA)(source, target)).toBe('changed');
    expect(await copyObjectWith(storage.s3, MEDIA, 1)(source, target)).toBe('changed');
    await expect(bytesOf(target.key)).rejects.toThrow();
  });

  it('an object is copied in parts where it is larger than one request copies', async () => {
    await storage.put('legacy/large', 'many bytes');
    const source = await found({ bucket: MEDIA, key: 'legacy/large' });
    const target = { ...place, key: 'media/notes/large.txt' };
    expect(await copyObjectWith(storage.s3, MEDIA, 5)(source, target)).toBe('copied');
    expect(await bytesOf(target.key)).toBe('many bytes');
  });

  it('a source is missing where there is no such object, version or bucket, or it was deleted since', async () => {
    const find = findSourceWith(storage.s3);
    const versionId = await storage.put('legacy/gone', 'x');
    for (const name of [
      { bucket: MEDIA, key: 'legacy/never' },
      { bucket: 'no-such-bucket', key: 'legacy/never' },
      { bucket: MEDIA, key: 'legacy/gone', versionId: versionId.replace(/.$/, 'x') },
    ]) {
      expect(await find(name)).toMatchObject({ status: 'missing' });
    }
    const source = { ...(await found({ bucket: MEDIA, key: 'legacy/gone' })), key: 'legacy/never' };
    expect(await copyObjectWith(storage.s3, MEDIA)(source, place)).toBe('missing');
  });
});

describe('answers of S3', () => {
  const client = new S3Client({ region: 'eu-west-1' });
  const s3 = mockClient(client);
  const refusal = (name: string, httpStatusCode: number) =>
    new S3ServiceException({
      name,
      $fault: 'client',
      message: name,
      $metadata: { httpStatusCode },
    });
  const source: Source = {
    ...{ bucket: 'archive', key: 'a.bin', versionId: 'v1', etag: '"one"' },
    ...{ size: 12_000_000_000, contentType: 'video/mp4' },
  };

  it('copies more than 5 GB in parts, each from the version and the entity tag that were found', async () => {
    s3.reset();
    s3.onAnyCommand().resolves({ UploadId: 'u1' });
    await copyObjectWith(client, 'media')(source, place).catch(() => {});
    expect(s3).not.toHaveReceivedCommand(CopyObjectCommand);
    expect(s3).toHaveReceivedCommandTimes(UploadPartCopyCommand, 23);
    expect(s3).toHaveReceivedCommandWith(UploadPartCopyCommand, {
      ...{ CopySource: 'archive/a.bin?versionId=v1', CopySourceIfMatch: '"one"' },
      ...{ PartNumber: 23, CopySourceRange: 'bytes=11811160064-11999999999' },
    });
  });

  it.each([
    [refusal('AccessDenied', 403), 'forbidden'],
    [refusal('PreconditionFailed', 412), 'changed'],
    [refusal('NoSuchVersion', 404), 'missing'],
  ])('the answer %s to a copy is %s', async (error, expected) => {
    s3.reset();
    s3.on(CopyObjectCommand).rejects(error);
    expect(await copyObjectWith(client, 'media')({ ...source, size: 5 }, place)).toBe(expected);
  });

  it('an answer to a copy without a meaning of its own is thrown', async () => {
    s3.reset();
    s3.on(CopyObjectCommand).rejects(refusal('SlowDown', 503));
    const copying = copyObjectWith(client, 'media')({ ...source, size: 5 }, place);
    await expect(copying).rejects.toThrow('SlowDown');
  });

  it.each([
    ['GLACIER', undefined, 'forbidden'],
    ['DEEP_ARCHIVE', 'ongoing-request="true"', 'forbidden'],
    ['GLACIER', 'ongoing-request="false", expiry-date="Fri, 21 Dec 2026 00:00:00 GMT"', 'found'],
    ['GLACIER_IR', undefined, 'found'],
  ])(
    'an object of class %s with the restoration %s is %s',
    async (StorageClass, Restore, status) => {
      s3.reset();
      s3.on(HeadObjectCommand).resolves({
        ...{ StorageClass: StorageClass as 'GLACIER', Restore, ETag: '"one"', ContentLength: 5 },
      });
      expect(await findSourceWith(client)(source)).toMatchObject({ status });
    },
  );

  it('an object that is denied is reported with the right that may be missing', async () => {
    s3.reset();
    s3.on(HeadObjectCommand).rejects(refusal('Forbidden', 403));
    expect(await findSourceWith(client)(source)).toEqual({
      status: 'forbidden',
      reason: expect.stringContaining('s3:ListBucket'),
    });
  });
});
