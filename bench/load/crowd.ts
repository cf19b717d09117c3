// The crowd of a load run, in a child process, so that the cloud's memory can be measured by itself: clients that do one
// thing after the other, drawn from the mix, until their time is up.
import { setTimeout as delay } from 'node:timers/promises';
import pTimeout from 'p-timeout';
import { userOf } from '../user.ts';
import { type Act, maxActSeconds } from './acts/act.ts';
import { deleteFile, keeping } from './acts/keep.ts';
import { refused, sharing } from './acts/share.ts';
import { forget, sendNote, uploading, uploadNote } from './acts/upload.ts';
import { anyOf, type Client, type Crowd, type Kept } from './client.ts';
import type { Person } from './people.ts';

/** How large a load is. */
export interface Load {
  /** Address of the API. */
  readonly api: string;
  readonly people: readonly Person[];
  /** Clients, shared out among the people. */
  readonly clients: number;
  /** Time for functions to start and caches to fill: failures count, durations do not. */
  readonly warmUpMinutes: number;
  /** How long the load is measured after that. */
  readonly minutes: number;
  /** Between two acts a client pauses for up to this long. */
  readonly maxPauseMilliseconds: number;
}

/** One act, with its failure if it failed. */
export interface Sample {
  readonly name: string;
  readonly milliseconds: number;
  readonly isWarmUp: boolean;
  readonly error?: string;
}

/** The acts of a crowd, and the files that must exist afterwards. */
export type Activity = Awaited<ReturnType<typeof act>>;

/** The share of the warm-up over which the clients come. */
const rampShare = 0.75;
/** No owner keeps more files than these. */
const mostKept = 12;
const progressMilliseconds = 20_000;

const mix = [...uploading, ...keeping, ...sharing, ...refused];

/** Lets the crowd act until its time is up. */
export async function act(load: Load) {
  const { api, people, clients, warmUpMinutes, minutes, maxPauseMilliseconds } = load;
  const crowd: Crowd = { clients: [], digests: new Map() };
  for (let number = 0; number < clients; number += 1) {
    const person = people[number % people.length];
    if (person) crowd.clients.push({ ...userOf(api, person.token), person, files: [], crowd });
  }
  const samples: Sample[] = [];
  const since = performance.now();
  const measuredFrom = since + warmUpMinutes * 60_000;
  const until = measuredFrom + minutes * 60_000;
  const timer = setInterval(() => printProgress(samples), progressMilliseconds);
  await Promise.all(
    crowd.clients.map(async (client, index) => {
      // They come one after the other, so that not all functions start at once.
      await delay((index / clients) * warmUpMinutes * rampShare * 60_000);
      while (performance.now() < until) {
        await delay(Math.random() * maxPauseMilliseconds);
        const sample = await actOnce(client);
        samples.push({ ...sample, isWarmUp: performance.now() < measuredFrom });
      }
    }),
  );
  clearInterval(timer);
  const end = performance.now();
  return {
    samples,
    /** How long it was measured, and how long it was in all. */
    seconds: (end - measuredFrom) / 1000,
    allSeconds: (end - since) / 1000,
    /** SHA-256 of what was sent under every file's id. */
    digests: crowd.digests,
    /** Ids of files that have to be ready. */
    kept: crowd.clients.flatMap(({ files }) => files.map(({ id }) => id)),
  };
}

function printProgress(samples: readonly Sample[]): void {
  const errors = samples.filter(({ error }) => error !== undefined).length;
  const progress = `${samples.length - errors} operations, ${errors} errors`;
  process.stderr.write(`${new Date().toISOString()} ${progress}\n`);
}

async function actOnce(client: Client): Promise<Omit<Sample, 'isWarmUp'>> {
  const file = anyOf(client.files);
  const { name, run } = file ? draw(client, file) : uploadNote;
  const since = performance.now();
  const message = `${name}: no end after ${maxActSeconds} s`;
  try {
    const work = file ? run(client, file) : sendNote(client);
    await pTimeout(work, { milliseconds: maxActSeconds * 1000, message });
    return { name, milliseconds: performance.now() - since };
  } catch (error) {
    // The progress of a failed act is unknown.
    if (file && client.files.includes(file)) forget(client, file);
    return { name, milliseconds: performance.now() - since, error: describe(error) };
  }
}

/** An act that can be done with the file, by its weight. */
function draw(client: Client, file: Kept): Act {
  if (client.files.length > mostKept) return deleteFile;
  const possible = mix.filter(({ when }) => when(file, client));
  let rest = Math.random() * possible.reduce((sum, { weight }) => sum + weight, 0);
  for (const act of possible) {
    rest -= act.weight;
    if (rest < 0) return act;
  }
  return deleteFile;
}

/** A message with those of its causes. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (${describe(error.cause)})`;
}
