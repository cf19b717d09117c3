// Bench: removes every right of every role, and names the test that then fails; adds one right to each role, and finds it.
import { globSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pMap from 'p-map';
import { projectRoot } from '../lib/project.ts';
import { synthesize } from '../local/synthesize.ts';
import { addRights } from '../test/rights/add-rights.ts';
import { isIdle, judgeAccounts, judgeAdditions } from '../test/rights/judge-accounts.ts';
import { type Proof, proveRemoval } from '../test/rights/prove-removal.ts';
import { runTests } from '../test/rights/run-tests.ts';
import { writeScannedConfig } from '../test/story/scanned-config.ts';
import { amount, isContinuing, isSmall } from './options.ts';
import { additionTable, readProofs, removalTable, spellRow } from './permissions/tables.ts';
import type { Table } from './table.ts';
import { temporaryDirectory } from './temporary.ts';

/** A test waits as long as it works: twice as many as the cores of a small machine. */
const concurrency = 4;

/** The test files of a small run. */
const smallFile = 'test/story/client-ownership.test.ts';

/** Proves `--samples` of the rights, by default all; with `--continue` those that docs/permissions.md does not show yet. */
export async function measurePermissions(): Promise<readonly Table[]> {
  const samples = amount('samples', Number.POSITIVE_INFINITY, 1);
  const since = performance.now();
  await using temporary = await temporaryDirectory();
  const directory = temporary.path();
  const assemblies = await prepareAssemblies(join(directory, 'assemblies'));

  const measuredFiles = isSmall
    ? [smallFile]
    : globSync('test/story/*.test.ts', { cwd: projectRoot });
  const runFile = async (file: string) => {
    const whole = join(directory, file.replaceAll('/', '-'));
    const parameters = ['--project', 'story', file];
    const run = await runTests({ directory: whole, assemblies, parameters });
    if (run.passed.length === 0 || run.failed.length > 0)
      throw new Error(`${file} must pass before roles are changed: ${run.failed.join('; ')}`);
    await rm(whole, { recursive: true });
    return { file, ...run, report: await judgeAccounts(run.accounts) };
  };
  const runs = await pMap(measuredFiles, runFile, { concurrency });
  const accounts = runs.flatMap((run) => run.accounts);
  const rights = await judgeAccounts(accounts);
  // One file needs few rights, and only what is needed can be missed.
  const provable = isSmall ? rights.filter((right) => !isIdle(right)) : rights;
  const passed = new Set(runs.flatMap((run) => run.passed));
  const shown = isContinuing ? await readProofs(passed) : new Map<string, string>();
  const prove = async (right: (typeof rights)[number], index: number): Promise<Proof> => {
    const test = shown.get(spellRow(right));
    if (test) return { right, test };
    const place = { directory: join(directory, `without-${index}`), assemblies, files: runs };
    const proof = await proveRemoval(right, place);
    await rm(place.directory, { recursive: true, force: true });
    // It takes its time: who waits sees how far it is.
    process.stderr.write(`${index + 1} ${spellProof(proof)}\n`);
    return proof;
  };
  const proofs = await pMap(spread(provable, samples), prove, { concurrency });
  const decided = await judgeAdditions(accounts);
  const added = await addRights(accounts, {
    directory: join(directory, 'more'),
    assemblies,
    files: isSmall ? measuredFiles : [],
  });
  const minutes = (performance.now() - since) / 60_000;
  const kept = provable.filter((right) => shown.has(spellRow(right))).length;
  return [removalTable(rights, proofs, { minutes, kept }), additionTable(decided, added)];
}

/** The assemblies that tests would synthesize each time; that of a clamd names its port and cannot be ready. */
async function prepareAssemblies(assemblies: string): Promise<string> {
  await mkdir(assemblies, { recursive: true });
  const story = join(projectRoot, 'test', 'story');
  const configFiles = {
    story: join(story, 'airlock.config.ts'),
    ...(!isSmall && {
      'story-cdn': join(story, 'cdn-downloads.config.ts'),
      'story-guardduty': await writeScannedConfig(assemblies, { engine: 'guardduty' }),
    }),
  };
  for (const [cloud, configFile] of Object.entries(configFiles))
    await synthesize({ outdir: join(assemblies, cloud), configFile, log: () => {} });
  return assemblies;
}

/** As many as are wanted, from everywhere in the list. */
function spread<Each>(all: readonly Each[], count: number): readonly Each[] {
  const step = Math.max(1, all.length / count);
  return all.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

const spellProof = ({ right: { role, right }, test, why }: Proof): string =>
  `${role}: ${right}\n  ${test ?? `NOT NOTICED: ${why}`}`;
