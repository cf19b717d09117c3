// Where the clouds of this test run keep their state, so that what each was allowed and did can be looked at in the end.
import { readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RolesFile } from '../local/iam/access-log.ts';
import type { Observation } from '../local/iam/authority.ts';

/** A directory that a bench wants to look into afterwards. */
const kept = process.env.AIRLOCK_RUN_DIRECTORY;

/** The same in every global setup: they all run in the process that runs the tests. */
export const runDirectory = kept ?? join(tmpdir(), `airlock-run-${process.pid}`);

/** Removes a cloud's state, and the directory with the last one. */
export async function leaveRunDirectory(stateDirectory: string): Promise<void> {
  if (kept) return;
  await rm(stateDirectory, { recursive: true, force: true });
  await rmdir(runDirectory).catch(() => {});
}

/** What a cloud's roles allow, and what was done under them. */
export interface Account {
  readonly roles: RolesFile;
  readonly observations: readonly Observation[];
}

/** Reads what every cloud of a run wrote down. */
export async function readAccounts(directory: string): Promise<Account[]> {
  const clouds = await readdir(directory).catch(() => []);
  return Promise.all(clouds.map((name) => readAccount(join(directory, name))));
}

/** Reads what the cloud of one state directory wrote down. */
export async function readAccount(stateDirectory: string): Promise<Account> {
  const roles = await readFile(join(stateDirectory, 'roles.json'), 'utf8');
  const log = await readFile(join(stateDirectory, 'logs', 'access.jsonl'), 'utf8');
  const lines = log.split('\n').filter((line) => line !== '');
  return { roles: JSON.parse(roles), observations: lines.map((line) => JSON.parse(line)) };
}
