// After a simulated week: everything is told, time passes, and bucket, table and counters must agree exactly.
import {
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
} from '@aws-sdk/client-s3';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { expect } from 'vitest';
import { fileOf } from '../../lambdas/aws/dynamo-items.ts';
import { Batch } from './batch.ts';
import { answerOf, people, type World } from './world.ts';

const MONTH_MS = 30 * 24 * 3600_000;

/** Tells all there is to tell, lets a month pass, reaps, and tells again. */
export async function becomeQuiet(world: World): Promise<void> {
  world.isReaping = true;
  for (const waitMs of [0, MONTH_MS, 0]) {
    world.clock.now += waitMs;
    const batch = new Batch(world);
    batch.isReaping = true;
    await world.receive(world.arrivals.splice(0));
    await world.backend.reap(() => true);
    await batch.settle();
    await world.drainTombstones();
  }
  expect(await world.backend.reap(() => true)).toMatchObject({ judged: 0, removed: 0, failed: 0 });
}

/** Holds the bucket against the records: one version of every ready file, the pinned one, and nothing else. */
export async function checkBucket(world: World): Promise<void> {
  const { model } = world;
  const { s3, bucket: Bucket } = world.backend;
  const ready = (await world.items())
    .filter(({ sk }) => sk?.S === 'FILE')
    .map(fileOf)
    .filter((file) => file.status === 'ready');
  const versions: string[] = [];
  let next: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (next) {
    const page: ListObjectVersionsCommandOutput = await s3.send(
      new ListObjectVersionsCommand({ Bucket, ...next }),
    );
    expect(page.DeleteMarkers ?? []).toEqual([]);
    versions.push(...(page.Versions ?? []).map(({ Key, VersionId }) => `${Key} ${VersionId}`));
    const { IsTruncated, NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
    next = IsTruncated
      ? { ...(KeyMarker && { KeyMarker }), ...(VersionIdMarker && { VersionIdMarker }) }
      : undefined;
  }
  expect(versions.sort()).toEqual(ready.map(({ key, versionId }) => `${key} ${versionId}`).sort());

  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
  expect(Uploads, 'uploads in parts').toEqual([]);

  for (const { id, key, versionId } of ready) {
    const entry = model.entries.get(id);
    const object = await s3.send(new GetObjectCommand({ Bucket, Key: key, VersionId: versionId }));
    const bytes = (await object.Body?.transformToString()) ?? '';
    expect([...(entry?.goodContents ?? [])]).toContain(bytes);
    if (entry?.served !== undefined) expect(bytes).toBe(entry.served);
  }
}

/** Holds counters, grants and links against the records: nothing pending, nothing miscounted, nothing left hanging. */
export async function checkTable(world: World): Promise<void> {
  const { model } = world;
  const items = (await world.items()).map((item) => unmarshall(item));
  const statusOf = new Map(
    items
      .filter(({ sk }) => sk === 'FILE')
      .map(({ id, status }) => [id as string, status as string]),
  );
  expect([...statusOf.values()].filter((status) => status === 'pending')).toEqual([]);

  for (const { pk, bytes, files } of items.filter(({ sk }) => sk === 'USAGE')) {
    const owner = String(pk).slice('OWNER#'.length);
    expect({ bytes, files }, owner).toEqual(model.usageOf(owner));
  }
  const beside = items.filter(({ sk }) => /^(GRANT|LINK)#/.test(String(sk)));
  for (const { pk, sk } of beside) {
    expect(statusOf.get(String(pk).slice('FILE#'.length)), String(sk)).toBe('ready');
  }
  const places = new Set(beside.map(({ pk, sk }) => `${pk} ${sk}`));
  const tokens = items.filter(({ sk }) => sk === 'LINK');
  for (const { id, fileId } of tokens) expect(places).toContain(`FILE#${fileId} LINK#${id}`);
  expect(beside.filter(({ sk }) => String(sk).startsWith('LINK#'))).toHaveLength(tokens.length);
}

/** Holds every person's sight of every file there is, and of the last that were deleted, against the model. */
export async function checkSight(world: World): Promise<void> {
  const { model, backend } = world;
  const deleted = [...model.entries.values()].filter(({ status }) => status === 'deleted');
  for (const entry of [...model.living(), ...deleted.slice(-20)]) {
    await Promise.all(
      people.map(async (actor) => {
        const answer = await answerOf(backend.get(entry.id, actor));
        const truth = model.mayRead(actor, entry);
        const what = `${actor.sub} and ${entry.id}`;
        if ('value' in answer) expect(truth, what).not.toBe('no');
        else expect([answer.code, truth === 'yes'], what).toEqual(['not_found', false]);
      }),
    );
  }
}
