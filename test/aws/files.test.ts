// The contract of the file store, on a real DynamoDB engine.
import { randomUUID } from 'node:crypto';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addFileWith } from '../../lambdas/aws/dynamodb/add-file.ts';
import { findFileWith } from '../../lambdas/aws/dynamodb/find-file.ts';
import { listFilesWith } from '../../lambdas/aws/dynamodb/list-files.ts';
import { settleFileWith } from '../../lambdas/aws/dynamodb/settle-file.ts';
import type { PendingFile, Settlement } from '../../lambdas/domain/file.ts';
import type { ListQuery } from '../../lambdas/domain/list-ports.ts';
import { settle } from '../../lambdas/domain/transitions.ts';
import { indexes } from '../../lambdas/table.ts';
import { startTestDynamo, type TestDynamo } from './dynamo.ts';
import { pendingFile as recordWith, settlement } from './records.ts';

let dynamo: TestDynamo;
beforeAll(async () => {
  dynamo = await startTestDynamo();
});
afterAll(() => dynamo[Symbol.asyncDispose]());

let minute = 0;
/** A pending file, one minute younger than the one before. */
const pendingFile = (changes: Partial<PendingFile> = {}): PendingFile => {
  minute += 1;
  return recordWith({
    createdAt: new Date(Date.UTC(2026, 10, 22, 0, minute)).toISOString(),
    expiresAt: new Date(Date.UTC(2026, 10, 22, 0, minute + 15)).toISOString(),
    ...changes,
  });
};
const now = () => new Date('2026-11-22T10:00:00Z');
const limits = { bytes: 1000, files: 1000 };
const add = (file: PendingFile, key?: string, fingerprint = 'f', clock = now) =>
  addFileWith(dynamo.client, dynamo.tableName, clock)(
    file,
    limits,
    key === undefined ? undefined : { key, fingerprint },
  );
const find = (id: string) => findFileWith(dynamo.client, dynamo.tableName)(id);
const settleStored = (id: string, each: Settlement) =>
  settleFileWith(dynamo.client, dynamo.tableName)(id, each);
type OwnList = Pick<ListQuery, 'status' | 'after'> & { owner: string; collection?: string };
const list = (query: OwnList, limit = 10) =>
  listFilesWith(dynamo.client, dynamo.tableName)({ limit, ...query });

describe('adding and finding', () => {
  it('a file that was added is found again exactly as it was', async () => {
    const file = pendingFile({ title: 'A title', sha256: 'x'.repeat(43) });
    expect(await add(file)).toEqual({ outcome: 'added' });
    expect(await find(file.id)).toEqual(file);
  });

  it('finds nothing under an unknown id', async () => {
    expect(await find(randomUUID())).toBeUndefined();
  });

  it('answers a repeated Idempotency-Key with the first file and writes nothing', async () => {
    const first = pendingFile();
    const again = pendingFile({ owner: first.owner });
    await add(first, 'key-1', 'print');
    expect(await add(again, 'key-1', 'other')).toEqual({
      outcome: 'replayed',
      fileId: first.id,
      fingerprint: 'print',
    });
    expect(await find(again.id)).toBeUndefined();
  });

  it('the same Idempotency-Key of two owners names two files, and a key is forgotten after a day', async () => {
    const first = pendingFile();
    await add(first, 'key-2');
    expect(await add(pendingFile(), 'key-2')).toEqual({ outcome: 'added' });
    const later = () => new Date('2026-11-23T10:00:01Z');
    expect(await add(pendingFile({ owner: first.owner }), 'key-2', 'f', later)).toEqual({
      outcome: 'added',
    });
  });

  it('twenty simultaneous requests with one Idempotency-Key create one file', async () => {
    const owner = randomUUID();
    const files = Array.from({ length: 20 }, () => pendingFile({ owner }));
    const answers = await Promise.all(files.map((file) => add(file, 'key-3')));
    expect(answers.filter(({ outcome }) => outcome === 'added')).toHaveLength(1);
    expect((await list({ owner })).files).toHaveLength(1);
  });
});

describe('settling', () => {
  it.each(['accepted', 'rejected'] as const)('writes what the domain says: %s', async (outcome) => {
    const file = pendingFile();
    await add(file);
    const settled = await settleStored(file.id, settlement('v1', outcome));
    expect(settled).toEqual(settle(file, settlement('v1', outcome)));
    expect(await find(file.id)).toEqual(settled);
  });

  it('changes nothing the second time and hands back the record as it stands', async () => {
    const file = pendingFile();
    await add(file);
    const ready = await settleStored(file.id, settlement('v1', 'accepted'));
    expect(await settleStored(file.id, settlement('v2', 'accepted'))).toEqual(ready);
    expect(await settleStored(file.id, settlement('v2', 'rejected'))).toEqual(ready);
    expect(await find(file.id)).toEqual(ready);
  });

  it('settling leaves a file pending whose bytes do not have the claimed size', async () => {
    const file = pendingFile();
    await add(file);
    expect(await settleStored(file.id, settlement('v1', 'accepted', 6))).toEqual(file);
  });

  it('settling an unknown file creates no record', async () => {
    const id = randomUUID();
    expect(await settleStored(id, settlement('v1', 'accepted'))).toBeUndefined();
    expect(await find(id)).toBeUndefined();
  });

  it('exactly one of twenty simultaneous settlements of a file is written', async () => {
    const file = pendingFile();
    await add(file);
    const versions = Array.from({ length: 20 }, (_, index) => `v${index}`);
    const records = await Promise.all(
      versions.map((version) => settleStored(file.id, settlement(version, 'accepted'))),
    );
    expect(
      new Set(records.map((record) => record?.status === 'ready' && record.versionId)).size,
    ).toBe(1);
  });

  it('a settled file is no longer in the index of pending uploads', async () => {
    const file = pendingFile();
    await add(file);
    await settleStored(file.id, settlement('v1', 'accepted'));
    const { Items = [] } = await dynamo.client.send(
      new ScanCommand({ TableName: dynamo.tableName, IndexName: indexes.pendingFiles.name }),
    );
    expect(Items.map((item) => item.id?.S)).not.toContain(file.id);
  });
});

describe('listing', () => {
  it('lists an owner’s own files, newest first, by collection and by status', async () => {
    const owner = randomUUID();
    const [one, two, three] = [
      pendingFile({ owner }),
      pendingFile({ owner, collection: 'documents' }),
      pendingFile({ owner }),
    ] as const;
    for (const file of [one, two, three, pendingFile()]) await add(file);
    await settleStored(one.id, settlement('v1', 'accepted'));
    await settleStored(two.id, settlement('v1', 'rejected'));
    const ids = async (query: Omit<OwnList, 'owner'>) =>
      (await list({ owner, ...query })).files.map(({ id }) => id);
    expect(await ids({})).toEqual([three.id, two.id, one.id]);
    expect(await ids({ collection: 'images' })).toEqual([three.id, one.id]);
    expect(await ids({ status: 'ready' })).toEqual([one.id]);
    expect(await ids({ status: 'rejected' })).toEqual([two.id]);
    expect(await ids({ collection: 'images', status: 'pending' })).toEqual([three.id]);
    expect(await ids({ collection: 'documents', status: 'ready' })).toEqual([]);
  });

  it.each([{}, { collection: 'images' }, { status: 'pending' as const }])(
    'the pages of the list of %j hold every file once',
    async (query) => {
      const owner = randomUUID();
      const files = Array.from({ length: 7 }, () => pendingFile({ owner }));
      for (const file of files) await add(file);
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await list({ owner, after, ...query }, 3);
        expect(page.files.length).toBeLessThanOrEqual(3);
        seen.push(...page.files.map(({ id }) => id));
        after = page.next;
      } while (after);
      expect(seen).toEqual(files.map(({ id }) => id).reverse());
    },
  );
});
