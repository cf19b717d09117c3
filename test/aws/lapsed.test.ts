// The contracts of what reaping and purging look through: lapsed uploads in the table, versions in the bucket.
import { randomUUID } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itemOf } from '../../lambdas/aws/dynamodb/dynamo-items.ts';
import { listLapsedWith } from '../../lambdas/aws/dynamodb/list-lapsed.ts';
import { listVersionsWith } from '../../lambdas/aws/s3/list-versions.ts';
import { defineConfig } from '../../lambdas/config/config.ts';
import { type Backend, startBackend } from '../backend.ts';
import { pendingFile } from './records.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend({
    config: defineConfig({ collections: {} }),
    now: () => new Date('2026-11-22T10:00:00Z'),
  });
});
afterAll(() => backend[Symbol.asyncDispose]());

async function all<Each>(each: AsyncIterable<Each>): Promise<Each[]> {
  const found: Each[] = [];
  for await (const one of each) found.push(one);
  return found;
}

describe('lapsed uploads', () => {
  it('are found in every shard, page after page, oldest first within each, and no later ones', async () => {
    const lapsed = Array.from({ length: 320 }, (_, index) =>
      pendingFile({
        id: `${(index % 16).toString(16)}${randomUUID().slice(1)}`,
        expiresAt: new Date(Date.UTC(2020, 0, 1, 0, 0, 319 - index)).toISOString(),
      }),
    );
    // More than a page of 100 in one shard.
    const crowded = Array.from({ length: 230 }, () =>
      pendingFile({
        id: `7${randomUUID().slice(1)}`,
        expiresAt: new Date(Date.UTC(2020, 0, 1)).toISOString(),
      }),
    );
    const before = '2020-01-01T00:10:00.000Z';
    const edge = pendingFile({ expiresAt: before });
    const everything = [...lapsed, ...crowded, edge];
    await Promise.all(
      everything.map((file) =>
        backend.dynamo.send(new PutItemCommand({ TableName: backend.table, Item: itemOf(file) })),
      ),
    );
    const found = await all(listLapsedWith(backend.dynamo, backend.table)(before));
    expect(found.map(({ id }) => id).sort()).toEqual(
      [...lapsed, ...crowded].map(({ id }) => id).sort(),
    );
    for (const digit of '0123456789abcdef') {
      const times = found.filter(({ id }) => id.startsWith(digit)).map((file) => file.expiresAt);
      expect(times).toEqual(times.toSorted());
    }
  });
});

describe('the versions of an object', () => {
  it('are listed to the last page, and those of other keys are not', async () => {
    const { s3, bucket: Bucket } = backend;
    const key = `media/images/2026/11/${randomUUID()}.png`;
    const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    const written: (string | undefined)[] = [];
    for (let batch = 0; batch < 42; batch += 1) {
      const answers = await Promise.all(Array.from({ length: 25 }, () => put(key)));
      written.push(...answers.map(({ VersionId }) => VersionId));
    }
    await put(`${key}.other`);
    const listed = await listVersionsWith(s3, Bucket)(key);
    expect(listed).toHaveLength(1050);
    expect(listed.map(({ versionId }) => versionId).sort()).toEqual(written.sort());
    expect(new Set(listed.map((version) => version.key))).toEqual(new Set([key]));
    expect(await listVersionsWith(s3, Bucket)(`media/images/${randomUUID()}`)).toEqual([]);
  }, 60_000);
});
