// Files with grants and links on a real DynamoDB engine, made and read through the adapters.
import { createHash, randomBytes } from 'node:crypto';
import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, expect } from 'vitest';
import { addFileWith } from '../../lambdas/aws/dynamodb/add-file.ts';
import { toItem } from '../../lambdas/aws/dynamodb/dynamo-items.ts';
import { findFileWith } from '../../lambdas/aws/dynamodb/find-file.ts';
import { addGrantWith, listGrantsWith } from '../../lambdas/aws/dynamodb/grants.ts';
import { addLinkWith, listLinksWith, useLinkWith } from '../../lambdas/aws/dynamodb/links.ts';
import { removeFileWith } from '../../lambdas/aws/dynamodb/remove-file.ts';
import { settleFileWith } from '../../lambdas/aws/dynamodb/settle-file.ts';
import type { Grantee } from '../../lambdas/domain/access.ts';
import type { ReadyFile } from '../../lambdas/domain/file.ts';
import type { Link } from '../../lambdas/domain/link.ts';
import type { Page } from '../../lambdas/domain/ports.ts';
import { remove } from '../../lambdas/domain/transitions.ts';
import { startTestDynamo, type TestDynamo } from './dynamo.ts';
import { pendingFile, settlement } from './records.ts';

/** What the tests of sharing do with an engine. */
function sharingOn({ client, tableName }: Pick<TestDynamo, 'client' | 'tableName'>) {
  /** An adapter on the engine. */
  const on = <Port>(adapter: (client: DynamoDBClient, table: string) => Port): Port =>
    adapter(client, tableName);
  const now = new Date('2026-11-22T10:00:00.000Z');
  const keptUntil = '2027-01-21T10:00:00.000Z';

  const pending = async (changes: Parameters<typeof pendingFile>[0] = {}) => {
    const file = pendingFile(changes);
    await addFileWith(client, tableName, () => now)(file, { bytes: 1e9, files: 1e6 });
    return file.id;
  };
  const ready = async (changes: Parameters<typeof pendingFile>[0] = {}) => {
    const id = await pending(changes);
    await on(settleFileWith)(id, settlement('v1', 'accepted'));
    return id;
  };
  const find = async (id: string) => (await on(findFileWith)(id)) ?? expect.fail('no such file');
  const erase = async (id: string, replacedBy?: string) => {
    const file = await find(id);
    const tombstone = remove(file, { at: now.toISOString(), keptUntil });
    const ended = { ...tombstone, ...(replacedBy && { replacedBy }) };
    expect(await on(removeFileWith)(file, ended)).toBe(true);
  };
  /** A ready file as it was read. */
  const read = async (id: string): Promise<ReadyFile> => {
    const file = await find(id);
    return file.status === 'ready' ? file : expect.fail(`${id} is ${file.status}`);
  };
  const grant = async (id: string, principal: Grantee, at = now) => {
    const given = { principal, grantedBy: 'alice', grantedAt: at.toISOString() };
    return (await on(addGrantWith)(id, given, 1000)) === 'added';
  };
  const link = async (fileId: string, changes: Partial<Link> = {}) => {
    const made: Link = {
      id: createHash('sha256').update(randomBytes(16)).digest('hex'),
      fileId,
      expiresAt: '2026-11-22T11:00:00.000Z',
      createdBy: 'alice',
      createdAt: now.toISOString(),
      ...changes,
    };
    expect(await on(addLinkWith)(made, 1000)).toBe('added');
    return made.id;
  };
  const use = (linkId: string, at = now.toISOString()) => on(useLinkWith)(linkId, at);
  const everything = async <Item>(page: (after?: string) => Promise<Page<Item>>) => {
    const items: Item[] = [];
    let next: string | undefined;
    do {
      const { items: more, next: end } = await page(next);
      items.push(...more);
      next = end;
    } while (next);
    return items;
  };
  const grantees = async (id: string) =>
    (await everything((after) => on(listGrantsWith)(id, 100, after))).map(
      ({ principal }) => principal,
    );
  const links = async (id: string) => everything((after) => on(listLinksWith)(id, 100, after));
  const beside = async (id: string) => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND sk > :sk',
        ExpressionAttributeValues: toItem({ ':pk': `FILE#${id}`, ':sk': 'FILE' }),
      }),
    );
    return Items.map(({ sk }) => sk?.S);
  };

  return {
    on,
    now,
    pending,
    ready,
    read,
    erase,
    grant,
    link,
    use,
    everything,
    grantees,
    links,
    beside,
  };
}

/** Starts an engine for the calling test file; gives it and what the tests do with it. */
export async function sharingForFile() {
  const engine = await startTestDynamo();
  afterAll(() => engine[Symbol.asyncDispose]());
  return { engine, files: sharingOn(engine) };
}
