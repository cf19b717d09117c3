// Bench: takes every right of every role away, and names the test that fails of it; gives each role one more, and finds it.
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../lib/project.ts';
import { synthesize } from '../local/synthesize.ts';
import { judgeAccounts, judgeAdditions } from '../test/rights/judge-accounts.ts';
import { writeScannedConfig } from '../test/story/scanned-config.ts';
import { addRights } from './permissions/add-rights.ts';
import { type MeasuredFile, type Proof, proveRemoval } from './permissions/prove.ts';
import { forEach, runTests } from './permissions/run-tests.ts';
import { additionTable, removalTable } from './permissions/tables.ts';
import { writePage } from './permissions/write-page.ts';
import { sized } from './small.ts';
import type { Table } from './table.ts';

/** A test waits as long as it works: twice as many as the cores of a small machine. */
const runsAtOnce = 4;

/** Proves `samples` of the rights, by default all; `write` writes docs/permissions.md. */
export async function measurePermissions({
  samples = sized(Number.POSITIVE_INFINITY, 1),
  write = false,
}): Promise<readonly Table[]> {
  const since = performance.now();
  await using started = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'airlock-permissions-'));
  started.defer(() => rm(directory, { recursive: true, force: true }));
  const assemblies = await prepareAssemblies(join(directory, 'assemblies'));

  const measuredFiles = (await storyFiles()).slice(0, sized(Number.POSITIVE_INFINITY, 1));
  const runs = await forEach(measuredFiles, runsAtOnce, async (file) => {
    const whole = join(directory, file.replaceAll('/', '-'));
    const parameters = ['--project', 'story', file];
    const run = await runTests({ directory: whole, assemblies, parameters });
    if (run.passed === 0 || run.failed.length > 0)
      throw new Error(`${file} must pass before roles are changed: ${run.failed.join('; ')}`);
    await rm(whole, { recursive: true });
    return { file, ...run };
  });
  const accounts = runs.flatMap((run) => run.accounts);
  const files = await Promise.all(
    runs.map(
      async ({ file, seconds, accounts }): Promise<MeasuredFile> => ({
        file,
        seconds,
        report: await judgeAccounts(accounts),
      }),
    ),
  );

  const rights = await judgeAccounts(accounts);
  const proofs = await forEach(spread(rights, samples), runsAtOnce, async (right, index) => {
    const place = { directory: join(directory, `without-${index}`), assemblies, files };
    const proof = await proveRemoval(right, place);
    await rm(place.directory, { recursive: true, force: true });
    print(`${index + 1} ${spellProof(proof)}`);
    return proof;
  });
  const decided = await judgeAdditions(accounts);
  const added = await addRights(accounts, { directory: join(directory, 'more'), assemblies });
  const minutes = (performance.now() - since) / 60_000;
  const tables = [removalTable(rights, proofs, minutes), additionTable(decided, added)];
  if (write) await writePage(tables);
  return tables;
}

/** The assemblies that tests would synthesize each time; that of a clamd names its port and cannot be ready. */
async function prepareAssemblies(assemblies: string): Promise<string> {
  await mkdir(assemblies, { recursive: true });
  const story = join(projectRoot, 'test', 'story');
  const configFiles = {
    story: join(story, 'airlock.config.ts'),
    'story-cdn': join(story, 'cdn-downloads.config.ts'),
    'story-guardduty': await writeScannedConfig(assemblies, { engine: 'guardduty' }),
  };
  for (const [cloud, configFile] of Object.entries(configFiles))
    await synthesize({ outdir: join(assemblies, cloud), configFile, log: () => {} });
  return assemblies;
}

const storyFiles = async (): Promise<string[]> =>
  (await readdir(join(projectRoot, 'test', 'story')))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `test/story/${name}`);

/** As many as are wanted, from everywhere in the list. */
const spread = <Each>(all: readonly Each[], count: number): readonly Each[] =>
  count >= all.length
    ? all
    : all.filter(
        (_, index) =>
          Math.floor((index * count) / all.length) !==
          Math.floor(((index - 1) * count) / all.length),
      );

/** It takes its time: who waits sees how far it is. */
const print = (text: string) => process.stderr.write(`${text}\n`);

const spellProof = ({ right: { role, right }, test, why }: Proof): string =>
  `${role}: ${right}\n  ${test ?? `NOT NOTICED: ${why}`}`;
