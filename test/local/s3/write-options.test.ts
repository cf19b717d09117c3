// What a write asks for beside its bytes: S3 stores it, refuses it, or says that it is not implemented; nothing is ignored.
import {
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ObjectOwnership,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { failureOf, isEmbedded } from './engine.ts';
import { engineForFile } from './engine-for-file.ts';
import { type Field, postForm, signForm } from './post-form.ts';

const { engine, Bucket } = await engineForFile();

const put = (Key: string, more: Partial<PutObjectCommandInput> = {}) =>
  engine.client.send(new PutObjectCommand({ Bucket, Key, Body: 'bytes', ...more }));
const head = (Key: string) => engine.client.send(new HeadObjectCommand({ Bucket, Key }));
const post = (key: string, ...fields: Field[]) =>
  postForm(engine, Bucket, signForm(Bucket, { key, fields }));

describe('access control lists', () => {
  test.each(['private', 'public-read'] as const)(
    'a bucket whose owner owns every object refuses the list %s in each kind of write',
    async (ACL) => {
      const expected = { name: 'AccessControlListNotSupported', status: 400 };
      expect(await failureOf(put('acl', { ACL }))).toMatchObject(expected);
      await put('source');
      const copy = new CopyObjectCommand({
        Bucket,
        Key: 'acl',
        CopySource: `${Bucket}/source`,
        ACL,
      });
      expect(await failureOf(engine.client.send(copy))).toMatchObject(expected);
      const upload = new CreateMultipartUploadCommand({ Bucket, Key: 'acl', ACL });
      expect(await failureOf(engine.client.send(upload))).toMatchObject(expected);
      const { status, xml } = await post('acl', ['acl', ACL]);
      expect([status, xml.Code]).toEqual([400, 'AccessControlListNotSupported']);
      expect(await failureOf(head('acl'))).toMatchObject({ status: 404 });
    },
  );

  test('a bucket whose owner owns every object refuses a grant and takes bucket-owner-full-control', async () => {
    expect(await failureOf(put('grant', { GrantRead: 'id=1' }))).toMatchObject({
      name: 'AccessControlListNotSupported',
    });
    await put('owned', { ACL: 'bucket-owner-full-control' });
    expect((await post('owned', ['acl', 'bucket-owner-full-control'])).status).toBe(204);
  });

  test('an access control list that S3 does not know is an invalid argument', async () => {
    expect(await failureOf(put('acl', { ACL: 'nonsense' as never }))).toMatchObject({
      name: 'InvalidArgument',
    });
    expect((await post('acl', ['acl', 'nonsense'])).xml.Code).toBe('InvalidArgument');
  });

  test.runIf(isEmbedded)(
    'elsewhere a list without effect is accepted and one that opens the object is not implemented',
    async () => {
      const other = `acl-${Bucket}`;
      const ownership: ObjectOwnership = 'ObjectWriter';
      await engine.client.send(
        new CreateBucketCommand({ Bucket: other, ObjectOwnership: ownership }),
      );
      await put('private', { Bucket: other, ACL: 'private' });
      expect(await failureOf(put('open', { Bucket: other, ACL: 'public-read' }))).toMatchObject({
        name: 'NotImplemented',
        status: 501,
      });
    },
  );
});

describe('storage classes', () => {
  test('a storage class is stored, and named by reads and listings unless it is STANDARD', async () => {
    await put('class/cold', { StorageClass: 'STANDARD_IA' });
    await put('class/plain');
    expect((await post('class/posted', ['x-amz-storage-class', 'GLACIER_IR'])).status).toBe(204);
    expect((await head('class/cold')).StorageClass).toBe('STANDARD_IA');
    expect((await head('class/plain')).StorageClass).toBeUndefined();
    expect((await head('class/posted')).StorageClass).toBe('GLACIER_IR');
    const listed = await engine.client.send(new ListObjectsV2Command({ Bucket, Prefix: 'class/' }));
    expect(listed.Contents?.map((one) => one.StorageClass)).toEqual([
      'STANDARD_IA',
      'STANDARD',
      'GLACIER_IR',
    ]);
  });

  test('a storage class that S3 does not know is refused in headers and fields', async () => {
    expect(await failureOf(put('bogus', { StorageClass: 'BOGUS' as never }))).toMatchObject({
      name: 'InvalidStorageClass',
      status: 400,
    });
    const { status, xml } = await post('bogus', ['x-amz-storage-class', 'BOGUS']);
    expect([status, xml.Code]).toEqual([400, 'InvalidStorageClass']);
  });

  test('an archived object has headers but can neither be read nor copied', async () => {
    await put('archived', { StorageClass: 'GLACIER' });
    expect((await head('archived')).StorageClass).toBe('GLACIER');
    const get = engine.client.send(new GetObjectCommand({ Bucket, Key: 'archived' }));
    expect(await failureOf(get)).toMatchObject({ name: 'InvalidObjectState', status: 403 });
    const copy = new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/archived` });
    expect(await failureOf(engine.client.send(copy))).toMatchObject({ name: 'InvalidObjectState' });
  });

  test('a copy has the class that its request names, not that of its source', async () => {
    await put('warm', { StorageClass: 'STANDARD_IA' });
    const copy = { Bucket, Key: 'warm-copy', CopySource: `${Bucket}/warm` };
    await engine.client.send(new CopyObjectCommand(copy));
    expect((await head('warm-copy')).StorageClass).toBeUndefined();
    const StorageClass = 'ONEZONE_IA';
    await engine.client.send(new CopyObjectCommand({ ...copy, StorageClass }));
    expect((await head('warm-copy')).StorageClass).toBe(StorageClass);
  });
});

describe('encryption', () => {
  test('every write and read says that the object is encrypted with AES256', async () => {
    expect((await put('sse')).ServerSideEncryption).toBe('AES256');
    expect((await head('sse')).ServerSideEncryption).toBe('AES256');
    const upload = new CreateMultipartUploadCommand({ Bucket, Key: 'parts' });
    expect((await engine.client.send(upload)).ServerSideEncryption).toBe('AES256');
    const posted = await post('sse', ['x-amz-server-side-encryption', 'AES256']);
    expect(posted.headers.get('x-amz-server-side-encryption')).toBe('AES256');
  });

  test('an algorithm that S3 does not know is an invalid argument, as is a lower-case one', async () => {
    for (const ServerSideEncryption of ['BOGUS', 'aes256', 'aes-256'] as never[]) {
      expect(await failureOf(put('sse', { ServerSideEncryption }))).toMatchObject({
        name: 'InvalidArgument',
        status: 400,
      });
    }
    const { xml } = await post('sse', ['x-amz-server-side-encryption', 'BOGUS']);
    expect(xml.Code).toBe('InvalidArgument');
  });
});

describe.runIf(isEmbedded)('what is not implemented', () => {
  test.each<[string, Partial<PutObjectCommandInput>]>([
    ['object lock', { ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: new Date(2e12) }],
    ['legal hold', { ObjectLockLegalHoldStatus: 'ON' }],
    ['a redirect of a website', { WebsiteRedirectLocation: '/there' }],
    ['a key of KMS', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'key' }],
    ['a write offset', { WriteOffsetBytes: 5 }],
  ])('a PutObject with %s answers NotImplemented', async (_what, more) => {
    expect(await failureOf(put('more', more))).toMatchObject({
      name: 'NotImplemented',
      status: 501,
    });
  });

  test.each([
    'x-amz-object-lock-mode',
    'x-amz-object-lock-legal-hold',
    'x-amz-website-redirect-location',
    'x-amz-nonsense',
  ])('a form with the field %s answers NotImplemented', async (name) => {
    const { status, xml } = await post('more', [name, 'x']);
    expect([status, xml.Code, xml.Field]).toEqual([501, 'NotImplemented', name]);
  });

  test('an x-amz-* header that an operation does not know answers NotImplemented', async () => {
    const client = engine.newClient();
    client.middlewareStack.add(
      (next) => (args) => {
        (args.request as { headers: Record<string, string> }).headers['x-amz-nonsense'] = '1';
        return next(args);
      },
      { step: 'build' },
    );
    await put('kept');
    const send = [
      () => client.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'x' })),
      () => client.send(new DeleteObjectCommand({ Bucket, Key: 'kept' })),
    ];
    for (const one of send) {
      expect(await failureOf(one())).toMatchObject({ name: 'NotImplemented', status: 501 });
    }
    await head('kept');
  });
});

test.runIf(isEmbedded)(
  'a request that expects another account to own the bucket is denied, for a source as well',
  async () => {
    const [owner, other] = ['000000000000', '111111111111'];
    await put('owned', { ExpectedBucketOwner: owner });
    const denied = { name: 'AccessDenied', status: 403 };
    expect(await failureOf(put('owned', { ExpectedBucketOwner: other }))).toMatchObject(denied);
    const copy = { Bucket, Key: 'copy', CopySource: `${Bucket}/owned` };
    const foreign = new CopyObjectCommand({ ...copy, ExpectedSourceBucketOwner: other });
    expect(await failureOf(engine.client.send(foreign))).toMatchObject(denied);
    await engine.client.send(new CopyObjectCommand({ ...copy, ExpectedSourceBucketOwner: owner }));
  },
);
