// Reconciling on real engines: every kind of disagreement is found, and repaired on request.
import { randomBytes, randomUUID } from 'node:crypto';
import { DeleteItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { fileKey, toItem, usageKey } from '../lambdas/aws/dynamodb/dynamo-items.ts';
import { defineConfig } from '../lambdas/config/config.ts';
import type { PendingFile } from '../lambdas/domain/file.ts';
import type { InvalidatePath } from '../lambdas/domain/publication-ports.ts';
import { remove } from '../lambdas/domain/transitions.ts';
import type { Finding } from '../lambdas/reconcile/findings.ts';
import { reconcile } from '../lambdas/reconcile/reconcile.ts';
import { pendingFile } from './aws/records.ts';
import { backendForFile } from './backend-for-file.ts';
import { adaptersTo, useCasesOf } from './wiring.ts';

const config = defineConfig({ collections: { notes: { types: ['text/plain'], maxBytes: 1000 } } });
// An hour ahead, so that what the test writes now counts as settled.
const now = () => new Date(Date.now() + 2 * 3600 * 1000);

const backend = await backendForFile({ config, now });
const { dynamo, table: TableName, s3, bucket: Bucket, publicBucket } = backend;
const invalidated: string[] = [];
const invalidatePath: InvalidatePath = async (path) => void invalidated.push(path);
const adapters = { ...adaptersTo(backend, now), invalidatePath };
const {
  addFile,
  addGrant,
  deletePublicCopy,
  deleteVersion,
  findFile,
  findUsage,
  listFiles,
  listGrants,
  listVersions,
  publicCopyExists,
  removeFile,
} = adapters;
const { receive, publish, purgeVersion } = useCasesOf(adapters, config, now, (_file, error) => {
  throw error;
});
const ports = (findings: Finding[]) => ({
  ...adapters,
  config,
  receive,
  purgeVersion,
  now,
  catchUp: async () => {},
  report: (finding: Finding) => void findings.push(finding),
});

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
  const note = { key: `media/notes/${id}.txt`, filename: 'n.txt', contentType: 'text/plain' };
  const file = pendingFile({ ...note, ...publication, id, collection: 'notes', owner, size: 4 });
  await addFile(file, { bytes: 1000, files: 100 });
  return file;
}

async function put({ key }: { key: string }): Promise<string> {
  const { VersionId } = await s3.send(
    new PutObjectCommand({ Bucket, Key: key, Body: 'text', ContentType: 'text/plain' }),
  );
  return VersionId ?? expect.fail('no version');
}

/** Uploads the bytes of a file and receives them; returns their version. */
async function upload({ key }: PendingFile): Promise<string> {
  const versionId = await put({ key });
  await receive({ key, versionId });
  return versionId;
}

async function readyFile(...claim: Parameters<typeof begin>): Promise<PendingFile> {
  const file = await begin(...claim);
  await upload(file);
  return file;
}

const update = (id: string, UpdateExpression: string, values?: Record<string, string>) =>
  dynamo.send(
    new UpdateItemCommand({
      TableName,
      Key: toItem(fileKey(id)),
      UpdateExpression,
      ...(values && { ExpressionAttributeValues: toItem(values) }),
    }),
  );

it('finds every difference between bucket, table and counters, and repairs it on request', async () => {
  const owner = randomUUID();
  const good = await readyFile(owner);
  expect(await run(false)).toEqual([]);

  const stale = await put(good);
  const unjudged = await begin(owner);
  const waiting = await put(unjudged);
  const orphan = await begin(owner);
  await put(orphan);
  await dynamo.send(new DeleteItemCommand({ TableName, Key: toItem(fileKey(orphan.id)) }));
  const lost = await begin(owner);
  await deleteVersion({ key: lost.key, versionId: await upload(lost) });
  await s3.send(new PutObjectCommand({ Bucket, Key: 'media/readme.txt', Body: 'by hand' }));
  await dynamo.send(
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
  expect(await findFile(unjudged.id)).toMatchObject({ status: 'pending' });

  await run(true);
  expect(await findFile(unjudged.id)).toMatchObject({ status: 'ready', versionId: waiting });
  expect(await findFile(lost.id)).toMatchObject({ status: 'deleted' });
  expect(await listVersions(good.key)).toHaveLength(1);
  expect(await listVersions(orphan.key)).toEqual([]);
  expect(await findUsage(owner)).toEqual({ bytes: 8, files: 2 });
  expect(await run(false)).toEqual([{ kind: 'unknown_key', key: 'media/readme.txt' }]);
});

it('finds a settled file that the list of pending files still holds, and moves it on request', async () => {
  const file = await readyFile(randomUUID());
  await update(file.id, 'SET statusAt = listedAt REMOVE listedAt');
  const misplaced = { kind: 'misplaced_file', fileId: file.id };
  expect(await run(false)).toContainEqual(misplaced);
  expect(await run(false)).toContainEqual(misplaced);
  await run(true);
  expect(await run(false)).not.toContainEqual(misplaced);
  const { files } = await listFiles({ owner: file.owner, limit: 10 });
  expect(files.map(({ id }) => id)).toEqual([file.id]);
});

it('finds grants and links of ended files, and moves them on request', async () => {
  const ready = async () => {
    const file = await readyFile(randomUUID());
    const { pk } = fileKey(file.id);
    const grantedAt = now().toISOString();
    const grant = { principal: 'user:bob', grantedBy: 'ann', grantedAt } as const;
    expect(await addGrant(file.id, grant, 1000)).toBe('added');
    return { ...file, pk };
  };
  const end = async ({ id }: { id: string }, endedAt: Date, replacedBy?: string) => {
    const file = (await findFile(id)) ?? expect.fail('no such file');
    const at = endedAt.toISOString();
    // As releases before 0.3 wrote it.
    const tombstone = { ...remove(file, { at, keptUntil: at }), ...(replacedBy && { replacedBy }) };
    expect(await removeFile(file, tombstone)).toBe(true);
    if (file.status === 'ready') await deleteVersion(file);
  };
  const granteesOf = async ({ id }: { id: string }) =>
    (await listGrants(id, 10)).items.map(({ principal }) => principal);

  const kept = await ready();
  const old = await ready();
  const justEnded = await ready();
  const forgotten = await ready();
  const successor = await readyFile(randomUUID());
  await end(old, new Date(), successor.id);
  await end(justEnded, now());
  await end(forgotten, new Date());
  await dynamo.send(new DeleteItemCommand({ TableName, Key: toItem(fileKey(forgotten.id)) }));

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
  const owner = randomUUID();
  const makePublic = async () => {
    const publicToken = randomBytes(16).toString('base64url');
    const file = await readyFile(owner, { visibility: 'public', publicToken });
    return { id: file.id, key: `public/${publicToken}/${file.id}.txt` };
  };
  const [good, missed, lost, closed] = await Promise.all([1, 2, 3, 4].map(makePublic));
  if (!good || !missed || !lost || !closed) expect.fail('four files');
  for (const { id } of [good, lost, closed])
    expect(await publish({ fileId: id })).toBe('published');
  await deletePublicCopy(lost.key);
  await update(closed.id, 'SET visibility = :v', { ':v': 'private' });
  await update(missed.id, 'SET readyAt = :at', { ':at': new Date().toISOString() });
  const stray = `public/${'x'.repeat(22)}/${good.id}.txt`;
  await s3.send(new PutObjectCommand({ Bucket: publicBucket, Key: stray, Body: 'stray' }));

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
    expect((await findFile(id))?.publicationAskedAt).toBeDefined();
    await publish({ fileId: id });
  }
  for (const { key } of [good, missed, lost]) expect(await publicCopyExists(key)).toBe(true);
  for (const key of [stray, closed.key]) expect(await publicCopyExists(key)).toBe(false);
  expect(invalidated).toEqual([`/${stray}`, `/${closed.key}`]);
  expect((await findFile(closed.id))?.publicToken).toBeUndefined();
  expect((await run(false)).map(({ kind }) => kind)).toEqual(['unknown_key']);
});

it('finds versions whose purge was lost and uploads whose bytes no file has, and purges them', async () => {
  const owner = randomUUID();
  const file = await readyFile(owner);
  const uploads = [];
  for (let time = 0; time < 2; time += 1) {
    uploads.push(await readyFile(owner, { replaces: file.id }));
  }
  // The first two contents are replaced, and no event has had them purged.
  expect(await findFile(file.id)).toMatchObject({ version: 3 });
  expect((await listVersions(file.key)).length).toBe(1);

  const findings: Finding[] = [];
  const later = () => new Date(now().getTime() + 2 * 3600 * 1000);
  const start = { stage: 'versions' } as const;
  await reconcile({ ...ports(findings), now: later })(start, { repair: true, hasTime: () => true });
  expect(findings).toContainEqual({ kind: 'overdue_version', fileId: file.id, number: 2 });
  for (const { key } of [file, uploads[0] ?? expect.fail()]) {
    expect(await listVersions(key)).toEqual([]);
  }
  expect((await listVersions(uploads[1]?.key ?? '')).length).toBe(1);
  expect(await findFile(uploads[0]?.id ?? '')).toMatchObject({ status: 'deleted' });
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
