// The crowd of a load run: clients that do one thing after the other, drawn from the mix, with a pause for breath, until their time is up.
import { setTimeout as delay } from 'node:timers/promises';
import { type Act, maxActSeconds } from './acts/act.ts';
import { deleteFile, keeping } from './acts/keep.ts';
import { refused } from './acts/refuse.ts';
import { sharing } from './acts/share.ts';
import { uploading, uploadNote } from './acts/upload.ts';
import { anyOf, type Client, type Crowd, createClient, type Kept } from './client.ts';
import { beforeDeadline } from './deadline.ts';
import type { Person } from './people.ts';
import { openSamples, type Samples, sample } from './samples.ts';

/** How large a load is. */
export interface Load {
  /** Address of the API. */
  readonly api: string;
  readonly people: readonly Person[];
  /** Clients, shared out among the people. */
  readonly clients: number;
  /** Time for functions to start and caches to fill: what goes wrong counts, how long it takes does not. */
  readonly warmUpMinutes: number;
  /** How long the load is measured after that. */
  readonly minutes: number;
  /** Between two acts a client pauses for up to this long. */
  readonly maxPauseMilliseconds: number;
}

/** What a crowd did, and what it relies on being there afterwards. */
export interface Activity extends Samples {
  /** How long it was measured, and how long it was in all. */
  readonly seconds: number;
  readonly allSeconds: number;
  /** SHA-256 of what was sent under every file's id. */
  readonly digests: ReadonlyMap<string, string>;
  /** Ids of files that have to be ready. */
  readonly kept: readonly string[];
}

/** The share of the warm-up over which the clients come. */
const rampShare = 0.75;
/** No owner keeps more files than these. */
const mostKept = 12;

const mix: readonly Act[] = [...uploading, ...keeping, ...sharing, ...refused];

/** Runs the crowd; `samples` can be read at the same time. */
export async function runCrowd(load: Load, samples: Samples = openSamples()): Promise<Activity> {
  const crowd: Crowd = { clients: [], digests: new Map() };
  for (let number = 0; number < load.clients; number += 1) {
    const person = load.people[number % load.people.length];
    if (person) crowd.clients.push(createClient(load.api, person, crowd));
  }
  const since = performance.now();
  const measuredFrom = since + load.warmUpMinutes * 60_000;
  const until = measuredFrom + load.minutes * 60_000;
  const warmUp = setTimeout(() => samples.durations.clear(), measuredFrom - since);
  await Promise.all(
    crowd.clients.map(async (client, index) => {
      // They come one after the other, so that not all functions start at once.
      await delay((index / crowd.clients.length) * load.warmUpMinutes * rampShare * 60_000);
      while (performance.now() < until) {
        await delay(Math.random() * load.maxPauseMilliseconds);
        await actOnce(client, samples);
      }
    }),
  );
  clearTimeout(warmUp);
  const end = performance.now();
  return {
    ...samples,
    seconds: (end - measuredFrom) / 1000,
    allSeconds: (end - since) / 1000,
    digests: crowd.digests,
    kept: crowd.clients.flatMap(({ files }) => files.map(({ id }) => id)),
  };
}

async function actOnce(client: Client, samples: Samples): Promise<void> {
  const file = anyOf(client.files);
  if (!file) {
    await attempt(samples, uploadNote.name, uploadNote.run(client));
    return;
  }
  const act = client.files.length > mostKept ? deleteFile : draw(client, file);
  const isDone = await attempt(samples, act.name, act.run(client, file));
  // How far it came is unknown.
  if (!isDone && client.files.includes(file)) client.files.splice(client.files.indexOf(file), 1);
}

const attempt = (samples: Samples, name: string, work: Promise<void>): Promise<boolean> =>
  sample(samples, name, () => beforeDeadline(work, maxActSeconds, () => name));

/** An act that can be done with the file, by its weight. */
function draw(client: Client, file: Kept): Act {
  const possible = mix.filter(({ when }) => !when || when(file, client));
  let rest = Math.random() * possible.reduce((sum, { weight }) => sum + weight, 0);
  for (const act of possible) {
    rest -= act.weight;
    if (rest < 0) return act;
  }
  return deleteFile;
}
