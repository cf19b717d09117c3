// The table of release 0.1, with its files, is brought to today's indexes one deployment at a time, and lists what it has
// after each.
import { randomUUID } from 'node:crypto';
import { BatchWriteItemCommand, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { App, Stack } from 'aws-cdk-lib';
import { Template as AssertedTemplate } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Item, itemOf, toItem } from '../../lambdas/aws/dynamodb/dynamo-items.ts';
import { findFileWith } from '../../lambdas/aws/dynamodb/find-file.ts';
import { listFilesWith } from '../../lambdas/aws/dynamodb/list-files.ts';
import { listLapsedWith } from '../../lambdas/aws/dynamodb/list-lapsed.ts';
import { placeFileWith } from '../../lambdas/aws/dynamodb/place-file.ts';
import { settleFileWith } from '../../lambdas/aws/dynamodb/settle-file.ts';
import { sumUsageWith } from '../../lambdas/aws/dynamodb/sum-usage.ts';
import { walkFilesWith } from '../../lambdas/aws/dynamodb/walk-table.ts';
import type { FileRecord, PendingFile } from '../../lambdas/domain/file.ts';
import { settle } from '../../lambdas/domain/transitions.ts';
import { type IndexName, indexes, type TableIndex, tableKey } from '../../lambdas/table.ts';
import { FileTable } from '../../lib/file-table.ts';
import {
  planDeployments,
  RETIRED_INDEXES_CONTEXT,
  retiredIndexes,
} from '../../lib/retired-indexes.ts';
import { createTable } from '../../local/table/create-tables.ts';
import type { TableSettings } from '../../local/table/settings.ts';
import { startTestDynamo, type TestDynamo } from '../aws/dynamo.ts';
import { pendingFile, settlement } from '../aws/records.ts';
import { only } from './synthesize.ts';

const name = 'files';
const namesOf = (wanted: readonly TableIndex[]) => wanted.map((index) => index.name);
const { collectionFiles: newIndex, ...known } = indexes;
/** What the table needs where a caller can list a collection, and where none can. */
const all = Object.keys(indexes) as readonly IndexName[];
const withoutLists = Object.keys(known) as readonly IndexName[];
/** The indexes of release 0.1. */
const before = [...Object.values(known), ...retiredIndexes];

let dynamo: TestDynamo;
beforeAll(async () => {
  dynamo = await startTestDynamo();
});
afterAll(() => dynamo[Symbol.asyncDispose]());

const keySchema = ({ partition, sort }: { partition: string; sort: string }) => [
  { AttributeName: partition, KeyType: 'HASH' as const },
  { AttributeName: sort, KeyType: 'RANGE' as const },
];

/** A table with these indexes, as the local cloud reads it from a template. */
function settingsOf(wanted: readonly TableIndex[]): TableSettings {
  const attributes = new Set(
    [tableKey, ...wanted].flatMap(({ partition, sort }) => [partition, sort]),
  );
  return {
    logicalId: 'Files',
    name,
    streamArn: '',
    attributes: [...attributes].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    keys: keySchema(tableKey),
    indexes: wanted.map((index) => ({
      IndexName: index.name,
      KeySchema: keySchema(index),
      Projection: { ProjectionType: 'ALL' },
    })),
  };
}

/** The indexes of the table that is synthesized when a deployment keeps these retired ones. */
function synthesizedIndexes(kept: readonly string[], indexNames: readonly IndexName[]): string[] {
  const app = new App({
    analyticsReporting: false,
    context: { [RETIRED_INDEXES_CONTEXT]: kept.join(',') },
  });
  const stack = new Stack(app, 'Stack', { env: { region: 'eu-central-1' } });
  new FileTable(stack, 'Files', { isRemoved: false, indexNames });
  const { GlobalSecondaryIndexes }: { GlobalSecondaryIndexes: { IndexName: string }[] } = only(
    AssertedTemplate.fromStack(stack),
    'AWS::DynamoDB::GlobalTable',
  );
  return GlobalSecondaryIndexes.map(({ IndexName }) => IndexName);
}

/** The item of a file as release 0.1 wrote it: in every list from the claim on, and pending ones in a shard as well. */
function oldItemOf(file: FileRecord): Item {
  const { createdAt, id, owner, collection, status } = file;
  const since = 'readyAt' in file ? file.readyAt : createdAt;
  return {
    ...itemOf(file),
    ...toItem({
      ofOwner: owner,
      ofOwnerCollection: `${owner}#${collection}`,
      listedAt: `${createdAt}#${id}`,
      statusAt: `${status}#${since}#${id}`,
      ...(status === 'pending' && { pendingShard: `PENDING#${id.slice(0, 1)}` }),
    }),
  };
}

const owner = randomUUID();
const created = (second: number, changes: Partial<PendingFile> = {}) =>
  pendingFile({
    owner,
    createdAt: new Date(Date.UTC(2026, 10, 22, 9, 0, second)).toISOString(),
    ...changes,
  });
const ready = (file: PendingFile): FileRecord => settle(file, settlement('v1', 'accepted'));
const newestFirst = (files: readonly FileRecord[]) => files.map(({ id }) => id).reverse();

async function write(items: readonly Item[]): Promise<void> {
  const RequestItems = { [name]: items.map((Item) => ({ PutRequest: { Item } })) };
  await dynamo.client.send(new BatchWriteItemCommand({ RequestItems }));
}

const current = [...Object.values(indexes), ...retiredIndexes];
it.each([
  ['0.1, with callers who list collections', before, all, 4],
  ['0.1, where only owners list', before, withoutLists, 3],
  ['0.1 when callers who list are taken out during the upgrade', current, withoutLists, 4],
  ['today when a caller who lists is added', Object.values(known), all, 1],
  ['today when the last caller who lists is taken out', Object.values(indexes), withoutLists, 1],
])(
  'plans for a table of release %s deployments that each create or delete one index, wherever the last attempt stopped',
  (_table, start, indexNames, deployments) => {
    let deployed: readonly string[] = namesOf(start);
    const plan = planDeployments(deployed, indexNames);
    expect(plan).toHaveLength(deployments);
    for (const [number, kept] of plan.entries()) {
      expect(planDeployments(deployed, indexNames)).toEqual(plan.slice(number));
      const next = synthesizedIndexes(kept, indexNames);
      const changes = [
        ...next.filter((index) => !deployed.includes(index)),
        ...deployed.filter((index) => !next.includes(index)),
      ];
      expect(changes).toHaveLength(1);
      deployed = next;
    }
    expect(deployed.toSorted()).toEqual(
      namesOf(indexNames.map((index) => indexes[index])).toSorted(),
    );
  },
);

it.each([[all], [withoutLists]])(
  'plans one deployment of a table that is not there yet, or has the indexes that it needs: %j',
  (indexNames) => {
    const names = namesOf(indexNames.map((index) => indexes[index]));
    expect(planDeployments([], indexNames)).toEqual([[]]);
    expect(planDeployments(names, indexNames)).toEqual([[]]);
  },
);

it('lists, settles, sums up and reaps the files of release 0.1 after each deployment, and repairs their places', async () => {
  const on = <Port>(adapter: (...table: [typeof dynamo.client, string]) => Port): Port =>
    adapter(dynamo.client, name);
  await createTable(dynamo.client, settingsOf(before));
  const old = [
    ready(created(1)),
    created(2),
    ready(created(3, { collection: 'documents' })),
    created(4),
    created(5),
    created(6),
    ready(created(7)),
  ];
  await write(old.map(oldItemOf));

  const files = [...old];
  const pages = async () => {
    const ids: string[] = [];
    let after: string | undefined;
    do {
      const page = await on(listFilesWith)({ owner, limit: 3, after });
      ids.push(...page.files.map(({ id }) => id));
      after = page.next;
    } while (after);
    return ids;
  };
  let second = 10;
  for (const kept of planDeployments(namesOf(before), all)) {
    const wanted = [
      ...Object.values(indexes),
      ...retiredIndexes.filter((index) => kept.includes(index.name)),
    ];
    await createTable(dynamo.client, settingsOf(wanted));
    // A new file is issued and settled, one of the old ones is settled.
    second += 1;
    const issued = created(second);
    await write([itemOf(issued)]);
    const position = files.findIndex(({ status }) => status === 'pending');
    const waiting = files[position] ?? expect.fail('no pending file is left');
    for (const { id } of [issued, waiting]) {
      await on(settleFileWith)(id, settlement('v1', 'accepted'));
    }
    files[position] = (await on(findFileWith)(waiting.id)) ?? expect.fail('no record');
    files.push((await on(findFileWith)(issued.id)) ?? expect.fail('no record'));

    expect(await pages()).toEqual(newestFirst(files));
    const byStatus = await on(listFilesWith)({ owner, status: 'ready', limit: 100 });
    expect(byStatus.files.map(({ id }) => id)).toEqual(
      newestFirst(files.filter(({ status }) => status === 'ready')),
    );
    expect(await on(sumUsageWith)(owner)).toEqual({ bytes: 5 * files.length, files: files.length });
    const lapsed: string[] = [];
    for await (const { id } of on(listLapsedWith)('2030')) lapsed.push(id);
    expect(lapsed.toSorted()).toEqual(
      files.flatMap(({ status, id }) => (status === 'pending' ? id : [])).toSorted(),
    );
  }

  const { Items = [] } = await dynamo.client.send(
    new QueryCommand({
      TableName: name,
      IndexName: newIndex.name,
      KeyConditionExpression: '#collection = :images',
      ExpressionAttributeNames: { '#collection': 'collection' },
      ExpressionAttributeValues: toItem({ ':images': 'images' }),
    }),
  );
  expect(Items).toHaveLength(files.filter(({ collection }) => collection === 'images').length);

  const { misplacedIds, items } = await on(walkFilesWith)();
  const untouched = old.filter(({ status }) => status === 'ready');
  expect(misplacedIds.toSorted()).toEqual(untouched.map(({ id }) => id).toSorted());
  for (const file of items.filter(({ id }) => misplacedIds.includes(id))) {
    await on(placeFileWith)(file);
  }
  expect((await on(walkFilesWith)()).misplacedIds).toEqual([]);
  const { Items: pending = [] } = await dynamo.client.send(
    new ScanCommand({ TableName: name, IndexName: indexes.pendingFiles.name }),
  );
  expect(pending).toEqual([]);
  expect(await pages()).toEqual(newestFirst(files));
});
