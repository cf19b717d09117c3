// Reconciling on real engines: every kind of disagreement is found, and repaired on request.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addFileWith } from '../lambdas/aws/dynamodb/add-file.ts';
import { fileKey, toItem, usageKey } from '../lambdas/aws/dynamodb/dynamo-items.ts';
import { findFileWith } from '../lambdas/aws/dynamodb/find-file.ts';
import { findFilesWith } from '../lambdas/aws/dynamodb/find-files.ts';
import { findUsageWith } from '../lambdas/aws/dynamodb/find-usage.ts';
import { forgetVersionWith } from '../lambdas/aws/dynamodb/forget-version.ts';
import { addGrantWith, listGrantsWith } from '../lambdas/aws/dynamodb/grants.ts';
import { listFilesWith } from '../lambdas/aws/dynamodb/list-files.ts';
import {
  askToPublishWith,
  markPublishedWith,
  markWithdrawnWith,
} from '../lambdas/aws/dynamodb/mark-publication.ts';
import { placeFileWith } from '../lambdas/aws/dynamodb/place-file.ts';
import { askForVariantsWith } from '../lambdas/aws/dynamodb/record-variants.ts';
import { removeBesideWith } from '../lambdas/aws/dynamodb/remove-beside.ts';
import { removeFileWith } from '../lambdas/aws/dynamodb/remove-file.ts';
import { settleFileWith } from '../lambdas/aws/dynamodb/settle-file.ts';
import { correctUsageWith, sumUsageWith } from '../lambdas/aws/dynamodb/sum-usage.ts';
import { walkFilesWith, walkUsagesWith } from '../lambdas/aws/dynamodb/walk-table.ts';
import { copyToPublicWith, readCopyTagWith } from '../lambdas/aws/s3/copy-to-public.ts';
import { deleteVersionWith } from '../lambdas/aws/s3/delete-version.ts';
import { listVariantsWith, listVersionsWith } from '../lambdas/aws/s3/list-versions.ts';
import { objectExistsWith } from '../lambdas/aws/s3/object-exists.ts';
import {
  deletePublicCopyWith,
  listPublicCopiesWith,
  walkPublicCopiesWith,
} from '../lambdas/aws/s3/public-copies.ts';
import { readChecksumWith } from '../lambdas/aws/s3/read-checksum.ts';
import { readRangeWith } from '../lambdas/aws/s3/read-range.ts';
import {
  versionExistsWith,
  walkVariantsWith,
  walkVersionsWith,
} from '../lambdas/aws/s3/walk-versions.ts';
import { defineConfig } from '../lambdas/config/config.ts';
import type { PendingFile } from '../lambdas/domain/file.ts';
import { inspectUpload } from '../lambdas/domain/inspect.ts';
import type { InvalidatePath } from '../lambdas/domain/publication-ports.ts';
import { remove } from '../lambdas/domain/transitions.ts';
import { publishFile } from '../lambdas/publish-file/publish-file.ts';
import { purgeVersion } from '../lambdas/purge-file/purge-file.ts';
import { receiveUpload } from '../lambdas/receive-upload/receive-upload.ts';
import type { Finding } from '../lambdas/reconcile/findings.ts';
import { reconcile } from '../lambdas/reconcile/reconcile.ts';
import { type EmbeddedS3, startS3 } from '../local/s3/server.ts';
import { startTestDynamo, type TestDynamo } from './aws/dynamo.ts';

const Bucket = 'media';
const PublicBucket = 'public';
const config = defineConfig({ collections: { notes: { types: ['text/plain'], maxBytes: 1000 } } });
const credential = { accessKeyId: 'test', secretAccessKey: 'test' };
// An hour ahead, so that what the test writes now counts as settled.
const now = () => new Date(Date.now() + 2 * 3600 * 1000);

let dynamo: TestDynamo;
let engine: EmbeddedS3;
let s3: S3Client;
let directory: string;
beforeAll(async () => {
  dynamo = await startTestDynamo();
  directory = await mkdtemp(join(tmpdir(), 'airlock-reconcile-'));
  engine = await startS3({
    directory,
    port: 0,
    region: 'us-east-1',
    credentialOf: (id) => (id === credential.accessKeyId ? credential : undefined),
  });
  await engine.putBucket(Bucket, { versioned: true, corsRules: [] });
  await engine.putBucket(PublicBucket, { versioned: false, corsRules: [] });
  s3 = new S3Client({ endpoint: engine.url, region: 'us-east-1', credentials: credential });
});
afterAll(async () => {
  s3.destroy();
  await engine.close();
  await dynamo[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

const invalidated: string[] = [];
const invalidatePath: InvalidatePath = async (path) => void invalidated.push(path);
const ports = (findings: Finding[]) => ({
  config,
  walkVersions: walkVersionsWith(s3, Bucket),
  walkVariants: walkVariantsWith(s3, Bucket),
  walkFiles: walkFilesWith(dynamo.client, dynamo.tableName),
  walkUsages: walkUsagesWith(dynamo.client, dynamo.tableName),
  findFiles: findFilesWith(dynamo.client, dynamo.tableName),
  versionExists: versionExistsWith(s3, Bucket),
  sumUsage: sumUsageWith(dynamo.client, dynamo.tableName),
  correctUsage: correctUsageWith(dynamo.client, dynamo.tableName),
  receive: receiveUpload({
    config,
    findFile: find,
    inspectUpload,
    readRange: readRangeWith(s3, Bucket),
    readChecksum: readChecksumWith(s3, Bucket),
    settleFile: settleFileWith(dynamo.client, dynamo.tableName),
    deleteVersion: deleteVersionWith(s3, Bucket),
    now,
  }),
  deleteVersion: deleteVersionWith(s3, Bucket),
  walkPublicCopies: walkPublicCopiesWith(s3, PublicBucket),
  publicCopyExists: objectExistsWith(s3, PublicBucket),
  askToPublish: askToPublishWith(dynamo.client, dynamo.tableName),
  askForVariants: askForVariantsWith(dynamo.client, dynamo.tableName),
  deletePublicCopy: deletePublicCopyWith(s3, PublicBucket),
  invalidatePath,
  removeFile: removeFileWith(dynamo.client, dynamo.tableName),
  placeFile: placeFileWith(dynamo.client, dynamo.tableName),
  removeBeside: removeBesideWith(dynamo.client, dynamo.tableName),
  purgeVersion: purgeVersion({
    config,
    listVersions: listVersionsWith(s3, Bucket),
    listVariants: listVariantsWith(s3, Bucket),
    deleteVersion: deleteVersionWith(s3, Bucket),
    forgetVersion: forgetVersionWith(dynamo.client, dynamo.tableName),
    now,
  }),
  now,
  catchUp: async () => {},
  report: (finding: Finding) => void findings.push(finding),
});

const publishAt = (id: string) =>
  publishFile({
    config,
    findFile: find,
    copyToPublic: copyToPublicWith(s3, Bucket, PublicBucket),
    readCopyTag: readCopyTagWith(s3, PublicBucket),
    listPublicCopies: listPublicCopiesWith(s3, PublicBucket),
    deletePublicCopy: deletePublicCopyWith(s3, PublicBucket),
    invalidatePath,
    markPublished: markPublishedWith(dynamo.client, dynamo.tableName),
    markWithdrawn: markWithdrawnWith(dynamo.client, dynamo.tableName),
    now,
  })(id);

const run = async (repair: boolean): Promise<Finding[]> => {
  const findings: Finding[] = [];
  const next = await reconcile(ports(findings))(
    { stage: 'versions' },
    { repair, hasTime: () => true },
  );
  expect(next).toBeUndefined();
  return findings;
};

async function begin(
  owner: string,
  publication: Pick<PendingFile, 'visibility' | 'publicToken' | 'replaces'> = {},
): Promise<PendingFile> {
  const id = randomUUID();
  const file: PendingFile = {
    ...publication,
    id,
    status: 'pending',
    collection: 'notes',
    owner,
    key: `media/notes/${id}.txt`,
    filename: 'n.txt',
    contentType: 'text/plain',
    size: 4,
    createdAt: new Date().toISOString(),
    revision: 1,
    expiresAt: new Date().toISOString(),
  };
  await addFileWith(dynamo.client, dynamo.tableName, now)(file, { bytes: 1000, files: 100 });
  return file;
}

async function put({ key }: { key: string }): Promise<string> {
  const { VersionId } = await s3.send(
    new PutObjectCommand({ Bucket, Key: key, Body: 'text', ContentType: 'text/plain' }),
  );
  return VersionId ?? expect.fail('no version');
}

const find = (id: string) => findFileWith(dynamo.client, dynamo.tableName)(id);

it('finds every difference between bucket, table and counters, and repairs it on request', async () => {
  const { receive } = ports([]);
  const owner = randomUUID();
  const good = await begin(owner);
  await receive({ key: good.key, versionId: await put(good) });
  expect(await run(false)).toEqual([]);

  const stale = await put(good);
  const unjudged = await begin(owner);
  const waiting = await put(unjudged);
  const orphan = await begin(owner);
  await put(orphan);
  const { client, tableName: TableName } = dynamo;
  await client.send(new DeleteItemCommand({ TableName, Key: toItem(fileKey(orphan.id)) }));
  const lost = await begin(owner);
  const lostVersion = await put(lost);
  await receive({ key: lost.key, versionId: lostVersion });
  await deleteVersionWith(s3, Bucket)({ key: lost.key, versionId: lostVersion });
  await s3.send(new PutObjectCommand({ Bucket, Key: 'media/readme.txt', Body: 'by hand' }));
  await client.send(
    new UpdateItemCommand({
      TableName,
      Key: toItem(usageKey(owner)),
      UpdateExpression: 'ADD #bytes :many',
      ExpressionAttributeNames: { '#bytes': 'bytes' },
      ExpressionAttributeValues: toItem({ ':many': 1000 }),
    }),
  );

  const reported = await run(false);
  expect(reported).toHaveLength(6);
  expect(reported).toEqual(
    expect.arrayContaining([
      { kind: 'stray_version', fileId: good.id, version: { key: good.key, versionId: stale } },
      {
        kind: 'unjudged_version',
        fileId: unjudged.id,
        version: { key: unjudged.key, versionId: waiting },
      },
      expect.objectContaining({ kind: 'stray_version', fileId: orphan.id }),
      { kind: 'lost_object', fileId: lost.id },
      { kind: 'unknown_key', key: 'media/readme.txt' },
      {
        kind: 'wrong_usage',
        owner,
        counted: { bytes: 1016, files: 4 },
        right: { bytes: 12, files: 3 },
      },
    ]),
  );
  expect(await find(unjudged.id)).toMatchObject({ status: 'pending' });

  await run(true);
  expect(await find(unjudged.id)).toMatchObject({ status: 'ready', versionId: waiting });
  expect(await find(lost.id)).toMatchObject({ status: 'deleted' });
  expect(await listVersionsWith(s3, Bucket)(good.key)).toHaveLength(1);
  expect(await listVersionsWith(s3, Bucket)(orphan.key)).toEqual([]);
  expect(await findUsageWith(client, TableName)(owner)).toEqual({ bytes: 8, files: 2 });
  expect(await run(false)).toEqual([{ kind: 'unknown_key', key: 'media/readme.txt' }]);
});

it('finds a settled file that the list of pending files still holds, and moves it on request', async () => {
  const { receive } = ports([]);
  const file = await begin(randomUUID());
  await receive({ key: file.key, versionId: await put(file) });
  const { client, tableName: TableName } = dynamo;
  await client.send(
    new UpdateItemCommand({
      TableName,
      Key: toItem(fileKey(file.id)),
      UpdateExpression: 'SET statusAt = listedAt REMOVE listedAt',
    }),
  );
  const misplaced = { kind: 'misplaced_file', fileId: file.id };
  expect(await run(false)).toContainEqual(misplaced);
  expect(await run(false)).toContainEqual(misplaced);
  await run(true);
  expect(await run(false)).not.toContainEqual(misplaced);
  const { files } = await listFilesWith(client, TableName)({ owner: file.owner, limit: 10 });
  expect(files.map(({ id }) => id)).toEqual([file.id]);
});

it('finds grants and links of ended files, and moves them on request', async () => {
  const { receive, removeFile } = ports([]);
  const { client, tableName: TableName } = dynamo;
  const ready = async () => {
    const file = await begin(randomUUID());
    await receive({ key: file.key, versionId: await put(file) });
    const { pk } = fileKey(file.id);
    const grant = {
      principal: 'user:bob',
      grantedBy: 'ann',
      grantedAt: now().toISOString(),
    } as const;
    expect(await addGrantWith(client, TableName)(file.id, grant, 1000)).toBe('added');
    return { ...file, pk };
  };
  const end = async ({ id }: { id: string }, endedAt: Date, replacedBy?: string) => {
    const file = (await find(id)) ?? expect.fail('no such file');
    const at = endedAt.toISOString();
    // As releases before 0.3 wrote it.
    const tombstone = { ...remove(file, { at, keptUntil: at }), ...(replacedBy && { replacedBy }) };
    expect(await removeFile(file, tombstone)).toBe(true);
    if (file.status === 'ready') await deleteVersionWith(s3, Bucket)(file);
  };
  const granteesOf = async ({ id }: { id: string }) =>
    (await listGrantsWith(client, TableName)(id, 10)).items.map(({ principal }) => principal);

  const [kept, old, justEnded, forgotten] = [
    await ready(),
    await ready(),
    await ready(),
    await ready(),
  ];
  const successor = await begin(randomUUID());
  await receive({ key: successor.key, versionId: await put(successor) });
  await end(old, new Date(), successor.id);
  await end(justEnded, now());
  await end(forgotten, new Date());
  await client.send(new DeleteItemCommand({ TableName, Key: toItem(fileKey(forgotten.id)) }));

  const strays = (await run(false)).filter(({ kind }) => kind === 'stray_sharing');
  expect(strays).toHaveLength(2);
  expect(strays).toEqual(
    expect.arrayContaining([
      { kind: 'stray_sharing', fileId: old.id },
      { kind: 'stray_sharing', fileId: forgotten.id },
    ]),
  );
  expect(await granteesOf(old)).toEqual(['user:bob']);
  await run(true);
  expect(await granteesOf(old)).toEqual([]);
  expect(await granteesOf(forgotten)).toEqual([]);
  expect(await granteesOf(successor)).toEqual(['user:bob']);
  for (const file of [kept, justEnded]) expect(await granteesOf(file)).toEqual(['user:bob']);
  expect((await run(false)).map(({ kind }) => kind)).not.toContain('stray_sharing');
});

it('finds public copies that ought not to be there, and files that ought to be public and are not', async () => {
  const { receive } = ports([]);
  const owner = randomUUID();
  const makePublic = async () => {
    const publicToken = randomBytes(16).toString('base64url');
    const file = await begin(owner, { visibility: 'public', publicToken });
    await receive({ key: file.key, versionId: await put(file) });
    return { id: file.id, key: `public/${publicToken}/${file.id}.txt` };
  };
  const exists = objectExistsWith(s3, PublicBucket);
  const drop = deletePublicCopyWith(s3, PublicBucket);
  const [good, missed, lost, closed] = await Promise.all([1, 2, 3, 4].map(makePublic));
  if (!good || !missed || !lost || !closed) expect.fail('four files');
  for (const { id } of [good, lost, closed]) expect(await publishAt(id)).toBe('published');
  await drop(lost.key);
  const { client, tableName: TableName } = dynamo;
  const set = (id: string, name: string, value: string) =>
    client.send(
      new UpdateItemCommand({
        TableName,
        Key: toItem(fileKey(id)),
        UpdateExpression: `SET ${name} = :value`,
        ExpressionAttributeValues: toItem({ ':value': value }),
      }),
    );
  await set(closed.id, 'visibility', 'private');
  await set(missed.id, 'readyAt', new Date().toISOString());
  const stray = `public/${'x'.repeat(22)}/${good.id}.txt`;
  await s3.send(new PutObjectCommand({ Bucket: PublicBucket, Key: stray, Body: 'stray' }));

  const found = (await run(false)).filter(({ kind }) => kind !== 'unknown_key');
  expect(found).toHaveLength(4);
  expect(found).toEqual(
    expect.arrayContaining([
      { kind: 'stray_copy', key: stray },
      { kind: 'unwithdrawn_copy', fileId: closed.id },
      { kind: 'unpublished_file', fileId: missed.id },
      { kind: 'lost_copy', fileId: lost.id },
    ]),
  );
  await run(true);
  // What the stream does in the stack.
  for (const { id } of [missed, lost, closed]) {
    expect((await find(id))?.publicationAskedAt).toBeDefined();
    await publishAt(id);
  }
  for (const { key } of [good, missed, lost]) expect(await exists(key)).toBe(true);
  for (const key of [stray, closed.key]) expect(await exists(key)).toBe(false);
  expect(invalidated).toEqual([`/${stray}`, `/${closed.key}`]);
  expect((await find(closed.id))?.publicToken).toBeUndefined();
  expect((await run(false)).map(({ kind }) => kind)).toEqual(['unknown_key']);
});

it('finds versions whose purge was lost and uploads whose bytes no file has, and purges them', async () => {
  const { receive } = ports([]);
  const owner = randomUUID();
  const file = await begin(owner);
  await receive({ key: file.key, versionId: await put(file) });
  const uploads = [];
  for (let time = 0; time < 2; time += 1) {
    const upload = await begin(owner, { replaces: file.id });
    await receive({ key: upload.key, versionId: await put(upload) });
    uploads.push(upload);
  }
  // The first two contents are replaced, and no event has had them purged.
  expect(await find(file.id)).toMatchObject({ version: 3 });
  expect((await listVersionsWith(s3, Bucket)(file.key)).length).toBe(1);

  const findings: Finding[] = [];
  const later = () => new Date(now().getTime() + 2 * 3600 * 1000);
  const start = { stage: 'versions' } as const;
  await reconcile({ ...ports(findings), now: later })(start, { repair: true, hasTime: () => true });
  expect(findings).toContainEqual({ kind: 'overdue_version', fileId: file.id, number: 2 });
  for (const { key } of [file, uploads[0] ?? expect.fail()]) {
    expect(await listVersionsWith(s3, Bucket)(key)).toEqual([]);
  }
  expect((await listVersionsWith(s3, Bucket)(uploads[1]?.key ?? '')).length).toBe(1);
  expect(await find(uploads[0]?.id ?? '')).toMatchObject({ status: 'deleted' });
  const again: Finding[] = [];
  await reconcile({ ...ports(again), now: later })(start, { repair: true, hasTime: () => true });
  expect(again.filter((found) => 'fileId' in found && found.fileId === file.id)).toEqual([]);
});

it('stops on request and continues where it stopped', async () => {
  const findings: Finding[] = [];
  let pages = 1;
  const walk = reconcile(ports(findings));
  const options = { repair: false, hasTime: () => pages-- > 0 };
  const stages: string[] = [];
  let position: Awaited<ReturnType<typeof walk>> = { stage: 'versions' };
  while (position) {
    stages.push(position.stage);
    pages = 1;
    position = await walk(position, options);
  }
  expect(stages).toEqual(['versions', 'variants', 'copies', 'files', 'usages']);
  expect(findings.map(({ kind }) => kind)).toEqual(['unknown_key']);
});
