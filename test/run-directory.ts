// Where the clouds of this test run keep their state, so that what each was allowed and did can be checked in the end.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RolesFile } from '../local/iam/access-log.ts';
import type { Observation } from '../local/iam/authority.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Given by the global setup of each project that has clouds or reads what they left. */
    runDirectory: string;
  }
}

/** Set by a bench that wants to look into the directory afterwards. */
const kept = process.env.AIRLOCK_RUN_DIRECTORY;

/** The same in every global setup: they all run in the process that runs the tests. */
export const runDirectory = kept ?? join(tmpdir(), `airlock-run-${process.pid}`);

/** Makes a state directory for a cloud of one test file; `cloud` begins with the name of its project. */
export async function makeStateDirectory(directory: string, cloud: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  return mkdtemp(join(directory, `${cloud}-`));
}

/** Removes the state of a project's clouds, and the directory with the last one. */
export async function leaveRunDirectory(project: 'story' | 'page'): Promise<void> {
  if (kept) return;
  const names = await readdir(runDirectory).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(project)))
    await rm(join(runDirectory, name), { recursive: true, force: true });
  await rmdir(runDirectory).catch(() => {});
}

/** What a cloud's roles allow, and what was done under them. */
export interface Account {
  /** Such as `story-clamd`; several clouds may have one name. */
  readonly cloud: string;
  readonly roles: RolesFile;
  readonly observations: readonly Observation[];
}

/** Reads what every cloud of a run wrote down. */
export async function readAccounts(directory: string): Promise<Account[]> {
  const names = await readdir(directory).catch(() => []);
  const states = names.filter((name) => existsSync(join(directory, name, 'roles.json')));
  return Promise.all(states.map((name) => readAccount(directory, name)));
}

async function readAccount(directory: string, name: string): Promise<Account> {
  const state = join(directory, name);
  const roles = await readFile(join(state, 'roles.json'), 'utf8');
  const log = await readFile(join(state, 'logs', 'access.jsonl'), 'utf8');
  const lines = log.split('\n').filter((line) => line !== '');
  return {
    cloud: name.replace(/-\w{6}$/, ''),
    roles: JSON.parse(roles),
    observations: lines.map((line) => JSON.parse(line)),
  };
}
