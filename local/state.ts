// The state directory (`.airlock/`): who holds it, and the random identity that everything generated in it derives from.
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotStartError } from './cannot-start.ts';
import { DatabaseSync } from './sqlite.ts';

/** An opened state directory; no other process can open it until it is closed or this process ends. */
export interface State {
  /** The absolute path of a file or folder inside. */
  path(...names: string[]): string;
  /** A stable, unguessable id for a label: the same in every run on this directory, different in any other. */
  id(label: string, length: number): string;
  close(): void;
}

/**
 * Opens (and creates) a state directory, emptied first when `fresh`.
 * The lock is SQLite's own file lock, which the system drops when the process dies, however it dies.
 */
export async function openState(directory: string, options: { fresh?: boolean }): Promise<State> {
  await mkdir(directory, { recursive: true });
  const lock = takeLock(directory);
  if (options.fresh) await empty(directory);
  const identity = await readIdentity(join(directory, 'identity'));
  return {
    path: (...names) => join(directory, ...names),
    id: idsOf(identity),
    close: () => lock.close(),
  };
}

/** The ids that follow from the content of the file `identity`, in hex. */
export const idsOf =
  (identity: string): State['id'] =>
  (label, length) =>
    createHash('sha512').update(`${identity}\0${label}`).digest('hex').slice(0, length);

function takeLock(directory: string): DatabaseSync {
  const lock = new DatabaseSync(join(directory, lockFile));
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw new CannotStartError(
      `Another local cloud is running on ${directory}; stop it first, or start this one elsewhere.`,
      { cause: error },
    );
  }
}

const lockFile = 'lock';

/** What lives in a state directory. Only these are ever removed, so that --state can name a folder with other files. */
const contents = [
  'identity',
  'local.json',
  'roles.json',
  'logs',
  'cdk.out',
  's3',
  'dynamodb.sqlite',
  'dynamodb.sqlite-wal',
  'dynamodb.sqlite-shm',
  'queues.sqlite',
  'queues.sqlite-wal',
  'queues.sqlite-shm',
  'issuer.json',
  'parameters.json',
];

async function empty(directory: string): Promise<void> {
  const positions = (await readdir(directory)).filter((name) => /^stream-.*\.json/.test(name));
  for (const name of [...contents, ...positions])
    await rm(join(directory, name), { recursive: true, force: true });
}

async function readIdentity(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    const identity = randomBytes(32).toString('hex');
    await writeFile(file, identity, { mode: 0o600 });
    return identity;
  }
}
