// Asks the independent readers about many files: a few Python processes, each with a share of the paths.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readersFolder } from './python.ts';

/** The answers of the readers about one file. */
export interface Sighting {
  readonly file: string;
  /** Kinds of active content by reader; empty where a reader opened the file and saw none. */
  readonly sees: Readonly<Record<string, readonly string[]>>;
  /** Why a reader could not open the file. */
  readonly errors: Readonly<Record<string, string>>;
}

/** Two cores are what a small machine has. */
const PROCESSES = 2;

/** Returns what each reader sees in each file, by path. */
export async function askReaders(
  python: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Sighting>> {
  const shares = Array.from({ length: PROCESSES }, (_, share) =>
    paths.filter((_path, index) => index % PROCESSES === share),
  );
  const sightings = await Promise.all(shares.map((share) => askOne(python, share)));
  return new Map(sightings.flat().map((sighting) => [sighting.file, sighting]));
}

async function askOne(python: string, paths: readonly string[]): Promise<readonly Sighting[]> {
  const child = spawn(python, [join(readersFolder, 'look.py')], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  child.stdin.end(paths.map((path) => `${path}\n`).join(''));
  const sightings: Sighting[] = [];
  for await (const line of createInterface(child.stdout)) sightings.push(JSON.parse(line));
  const code = await ended;
  // A reader that crashes ends its process: a new one reads the remaining files.
  const left = paths.slice(sightings.length);
  if (left.length === 0) return sightings;
  const [crashed = '', ...rest] = left;
  const failure = { file: crashed, sees: {}, errors: { all: `a reader crashed with ${code}` } };
  return [...sightings, failure, ...(rest.length > 0 ? await askOne(python, rest) : [])];
}
