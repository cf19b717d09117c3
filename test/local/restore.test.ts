// Plays the restore of docs/deploying.md: the table as it was at one moment, beside a bucket that has changed since.
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAirlock } from '../../client/airlock.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { accessToken } from '../access-token.ts';
import { assemblyFor } from '../assembly-for.ts';
import { makeOlder } from '../make-older.ts';

const twoHoursInSeconds = 7_200;

let directory: string;
let stateDirectory: string;
let assemblyDirectory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'airlock-restore-'));
  stateDirectory = join(directory, 'state');
  const configFile = join(import.meta.dirname, '..', 'story', 'airlock.config.ts');
  assemblyDirectory = await assemblyFor('story', { directory, configFile });
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Starts the cloud for as long as `act` takes; what it has begun is finished before the cloud stops. */
async function whileRunning<Result>(act: (cloud: Cloud) => Promise<Result>): Promise<Result> {
  const cloud = await startCloud({ stateDirectory, assemblyDirectory });
  try {
    const result = await act(cloud);
    await cloud.idle();
    return result;
  } finally {
    await cloud.stop();
  }
}

async function clientOf(cloud: Cloud, username: string) {
  const token = await accessToken(cloud.addresses, username);
  return createAirlock({ api: cloud.addresses.api, getToken: () => token });
}

const file = (text: string) => new File([text], 'note.txt', { type: 'text/plain' });

/** The files of the table; those beside it (write-ahead log, positions in its stream) belong to it. */
const tableFiles = async () =>
  (await readdir(stateDirectory)).filter((name) => /^(dynamodb\.sqlite|stream-)/.test(name));

async function reconcile(cloud: Cloud, event: object = {}): Promise<unknown> {
  const outcome = await cloud.invoke('Reconcile', event);
  return outcome.kind === 'succeeded' ? JSON.parse(outcome.payload) : outcome;
}

const contentOf = async (url: string) => (await fetch(url)).text();

it('a table that is restored to one moment serves the files of that moment, and reconciling names and repairs what has changed since', async () => {
  const before = await whileRunning(async (cloud) => {
    const alice = await clientOf(cloud, 'alice');
    const upload = (text: string) => alice.upload(file(text), { collection: 'everything' });
    const kept = await upload('kept');
    const unshared = await upload('unshared');
    const deleted = await upload('deleted');
    await alice.share(unshared.id, 'user:bob');
    return { kept, unshared, deleted, usage: await alice.usage() };
  });
  const moment = join(directory, 'moment');
  for (const name of await tableFiles())
    await cp(join(stateDirectory, name), join(moment, name), { recursive: true });

  const later = await whileRunning(async (cloud) => {
    const alice = await clientOf(cloud, 'alice');
    await alice.unshare(before.unshared.id, 'user:bob');
    await alice.remove(before.deleted.id);
    return alice.upload(file('later'), { collection: 'everything' });
  });

  for (const name of await tableFiles()) await rm(join(stateDirectory, name));
  await cp(moment, stateDirectory, { recursive: true });
  for (const { id } of [before.deleted, later])
    makeOlder(join(stateDirectory, 's3', 'metadata.sqlite'), id, twoHoursInSeconds);

  await whileRunning(async (cloud) => {
    const [alice, bob] = await Promise.all([clientOf(cloud, 'alice'), clientOf(cloud, 'bob')]);
    expect(await contentOf((await alice.download(before.kept.id)).url)).toBe('kept');
    expect(await contentOf((await bob.download(before.unshared.id)).url)).toBe('unshared');
    expect(await alice.usage()).toEqual(before.usage);
    await expect(alice.get(later.id)).rejects.toMatchObject({ code: 'not_found' });

    const seen = await reconcile(cloud);
    expect(seen).toMatchObject({ findings: { stray_version: 1, lost_object: 1 } });
    const repaired = await reconcile(cloud, { repair: true });
    expect(repaired).toMatchObject({ findings: { stray_version: 1, lost_object: 1 } });
    await cloud.idle();

    expect(await reconcile(cloud)).toMatchObject({ findings: {} });
    await expect(alice.get(before.deleted.id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await alice.usage()).files).toBe(2);
    expect(await contentOf((await alice.download(before.kept.id)).url)).toBe('kept');
  });
});
