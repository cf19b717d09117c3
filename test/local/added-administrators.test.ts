// Administrators who are added to a collection list its older files at once: the index that their list reads is filled before it is used.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Airlock, createAirlock } from '../../client/airlock.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { accessToken } from '../access-token.ts';
import { assemblyFor } from '../assembly-for.ts';

let directory: string;
/** The assemblies of the two configurations, which the cloud of this file is started from by turns. */
let owners: string;
let administrators: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'airlock-administrators-'));
  const assemblyOf = (name: string) =>
    assemblyFor(name, {
      directory: join(directory, name),
      configFile: join(import.meta.dirname, `${name}.config.ts`),
    });
  owners = await assemblyOf('owners');
  administrators = await assemblyOf('administrators');
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Starts the cloud from an assembly for as long as `act` takes; what it has begun is finished before the cloud stops. */
async function whileRunning(
  assemblyDirectory: string,
  act: (cloud: Cloud) => Promise<void>,
): Promise<void> {
  const cloud = await startCloud({ stateDirectory: join(directory, 'state'), assemblyDirectory });
  try {
    await act(cloud);
    await cloud.idle();
  } finally {
    await cloud.stop();
  }
}

async function clientOf({ addresses }: Cloud, username: string): Promise<Airlock> {
  const token = await accessToken(addresses, username);
  return createAirlock({ api: addresses.api, getToken: () => token });
}

const upload = (airlock: Airlock, name: string) =>
  airlock.upload(new File([name], name, { type: 'text/plain' }), { collection: 'notes' });

async function namesIn(
  airlock: Airlock,
  query: Parameters<Airlock['list']>[0] = {},
): Promise<readonly string[]> {
  const { files } = await airlock.list(query);
  return files.map(({ filename }) => filename);
}

const everyones = { collection: 'notes', scope: 'all' } as const;

async function findingsIn(cloud: Cloud): Promise<unknown> {
  const outcome = await cloud.invoke('Reconcile', {});
  return outcome.kind === 'succeeded' ? JSON.parse(outcome.payload) : outcome;
}

it('administrators who are added later list the files of before without a repair, and owners list theirs all the time', async () => {
  await whileRunning(owners, async (cloud) => {
    const [alice, bob] = [await clientOf(cloud, 'alice'), await clientOf(cloud, 'bob')];
    await upload(alice, 'b.txt');
    await upload(alice, 'a.txt');
    await upload(bob, 'c.txt');
    expect(await namesIn(alice)).toEqual(['a.txt', 'b.txt']);
    expect(
      await namesIn(alice, { collection: 'notes', sort: 'name', order: 'descending' }),
    ).toEqual(['b.txt', 'a.txt']);
    expect(await alice.usage()).toMatchObject({ files: 2 });
    const staff = await clientOf(cloud, 'staff');
    await expect(namesIn(staff, everyones)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await findingsIn(cloud)).toMatchObject({ findings: {} });
  });

  await whileRunning(administrators, async (cloud) => {
    const [alice, staff] = [await clientOf(cloud, 'alice'), await clientOf(cloud, 'staff')];
    expect(await namesIn(staff, everyones)).toEqual(['c.txt', 'a.txt', 'b.txt']);
    expect(await namesIn(staff, { ...everyones, sort: 'name' })).toEqual([
      'a.txt',
      'b.txt',
      'c.txt',
    ]);
    expect(await findingsIn(cloud)).toMatchObject({ findings: {} });
    await upload(alice, 'd.txt');
    expect(await namesIn(staff, everyones)).toEqual(['d.txt', 'c.txt', 'a.txt', 'b.txt']);
  });

  await whileRunning(owners, async (cloud) => {
    const [alice, staff] = [await clientOf(cloud, 'alice'), await clientOf(cloud, 'staff')];
    await expect(namesIn(staff, everyones)).rejects.toMatchObject({ code: 'forbidden' });
    const [newest] = (await alice.list()).files;
    await alice.remove(newest?.id ?? '');
    expect(await namesIn(alice)).toEqual(['a.txt', 'b.txt']);
  });

  await whileRunning(administrators, async (cloud) => {
    const staff = await clientOf(cloud, 'staff');
    expect(await namesIn(staff, everyones)).toEqual(['c.txt', 'a.txt', 'b.txt']);
  });
});
