// Ends a simulated week: delivers all events, advances the clock, and checks bucket, table, counters and permissions.
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { expect } from 'vitest';
import type { ReadyFile } from '../../lambdas/domain/file.ts';
import { auditBucket, auditTable, readItems } from '../audit-storage.ts';
import { Batch } from './batch.ts';
import { answerOf, users, type World } from './world.ts';

const MONTH_MS = 30 * 24 * 3600_000;

/** Delivers all events, advances the clock by a month, reaps, and delivers again. */
export async function drain(world: World): Promise<void> {
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

/** Compares the bucket with the records, and the contents with the downloads. */
export async function checkBucket({ backend, model }: World): Promise<void> {
  const isGood = ({ id }: ReadyFile, contents: string) => {
    const { goodContents, served = contents, replacements = 0 } = model.entries.get(id) ?? {};
    return (served === contents || replacements > 0) && goodContents?.has(contents) === true;
  };
  expect(await auditBucket(backend, await readItems(backend), isGood)).toEqual([]);
}

/** Compares counters, grants and links with the records, and the counters with the model. */
export async function checkTable({ backend, model }: World): Promise<void> {
  const items = await readItems(backend);
  expect(auditTable(items)).toEqual([]);
  for (const item of items.filter(({ sk }) => sk?.S === 'USAGE')) {
    const { pk, bytes, files } = unmarshall(item);
    const owner = String(pk).slice('OWNER#'.length);
    expect({ bytes, files }, owner).toEqual(model.usageOf(owner));
  }
}

/** Compares with the model which files every user can read, including the last deleted ones. */
export async function checkPermissions(world: World): Promise<void> {
  const { model, backend } = world;
  const deleted = [...model.entries.values()].filter(({ status }) => status === 'deleted');
  for (const entry of [...model.living(), ...deleted.slice(-20)]) {
    await Promise.all(
      users.map(async (actor) => {
        const answer = await answerOf(backend.get(entry.id, actor));
        const truth = model.mayRead(actor, entry);
        const what = `${actor.sub} and ${entry.id}`;
        if ('value' in answer) expect(truth, what).not.toBe('no');
        else expect([answer.code, truth === 'yes'], what).toEqual(['not_found', false]);
      }),
    );
  }
}
