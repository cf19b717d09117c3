// The contracts of what reaping and purging look through: lapsed uploads in the table, versions in the bucket.
import { randomUUID } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { itemOf } from '../../lambdas/aws/dynamodb/dynamo-items.ts';
import { listExpiredWith } from '../../lambdas/aws/dynamodb/list-expired.ts';
import { listLapsedWith } from '../../lambdas/aws/dynamodb/list-lapsed.ts';
import { listVersionsWith } from '../../lambdas/aws/s3/list-versions.ts';
import { defineConfig } from '../../lambdas/config/config.ts';
import type { FileRecord } from '../../lambdas/domain/file.ts';
import { backendForFile } from '../backend-for-file.ts';
import { pendingFile } from './records.ts';

const backend = await backendForFile({
  config: defineConfig({ collections: {} }),
  now: () => new Date('2026-11-22T10:00:00Z'),
});

async function all<Each>(each: AsyncIterable<Each>): Promise<Each[]> {
  const found: Each[] = [];
  for await (const one of each) found.push(one);
  return found;
}

describe('expired files', () => {
  it('expired files are found once each in every shard, and none that is kept longer or was ended', async () => {
    const ends = ['2020-01-01T00:00:00.000Z', '2020-01-01T00:09:59.999Z'];
    const expired = Array.from('0123456789abcdef', (digit, index) =>
      pendingFile({ id: `${digit}${randomUUID().slice(1)}`, retainUntil: ends[index % 2] }),
    );
    const kept = [
      pendingFile({ retainUntil: '2020-01-01T00:10:00.000Z' }),
      pendingFile(),
      { ...pendingFile({ retainUntil: ends[0] }), status: 'rejected' },
      { ...pendingFile({ retainUntil: ends[0] }), status: 'deleted' },
    ] as const;
    await Promise.all(
      [...expired, ...kept].map((file) =>
        backend.dynamo.send(
          new PutItemCommand({ TableName: backend.table, Item: itemOf(file as FileRecord) }),
        ),
      ),
    );
    const found = await all(
      listExpiredWith(backend.dynamo, backend.table)('2020-01-01T00:10:00.000Z'),
    );
    expect(found).toEqual(expired);
  });
});

describe('lapsed uploads', () => {
  it('lapsed uploads are found once each, page after page, and no later, held or settled ones', async () => {
    const lapsed = Array.from({ length: 150 }, (_, index) =>
      pendingFile({
        // Together they fill more than one page of one megabyte.
        caption: 'x'.repeat(10_000),
        expiresAt: new Date(Date.UTC(2020, 0, 1, 0, 0, index % 600)).toISOString(),
      }),
    );
    const before = '2020-01-01T00:10:00.000Z';
    const edge = pendingFile({ expiresAt: before });
    const verdict = { outcome: 'accepted', declaredType: 'image/png', size: 5 } as const;
    const expiresAt = '2020-01-01T00:00:00.000Z';
    const result = { engine: 'clamd', outcome: 'failed', versionId: 'v1' } as const;
    const held = pendingFile({
      expiresAt,
      scan: { state: 'held', versionId: 'v1', verdict, result },
    });
    const reported = pendingFile({ expiresAt, scan: { state: 'reported', result } });
    const { expiresAt: _expiry, ...ended } = pendingFile();
    const ready = {
      ...ended,
      status: 'ready',
      versionId: 'v1',
      verdict,
      readyAt: expiresAt,
    } as const;
    const everything = [...lapsed, edge, held, reported, ready];
    await Promise.all(
      everything.map((file) =>
        backend.dynamo.send(new PutItemCommand({ TableName: backend.table, Item: itemOf(file) })),
      ),
    );
    const found = await all(listLapsedWith(backend.dynamo, backend.table)(before));
    expect(found.map(({ id }) => id).sort()).toEqual(
      [...lapsed, reported].map(({ id }) => id).sort(),
    );
  });
});

describe('the versions of an object', () => {
  it('the versions of an object are listed to the last page, without those of other keys', async () => {
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
  });
});
