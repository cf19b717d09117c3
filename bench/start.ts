// Bench: the time of `npm start` until the local cloud is ready, on a separate checkout, compared with loading only the CDK.
import { cp, rm, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { projectRoot } from '../lib/project.ts';
import { npmStart } from '../test/npm-start.ts';
import { median, secondsOf, takeTurns } from './measure.ts';
import { sized } from './options.ts';
import { run } from './process.ts';
import { inSeconds, measuredWithin, type Table, tableOf, times } from './table.ts';
import { temporaryDirectory } from './temporary.ts';

const rounds = sized(3, 1);
const maxSeconds = 15;
/** Files that a checkout does not contain. */
const notCopied = new Set(['node_modules', '.git', '.airlock', 'cdk.out', 'dist']);

/** Seconds by step: those that the local cloud prints, and the whole as the caller of `npm start` sees it. */
type Steps = Readonly<Partial<Record<string, number>>>;

/** Starts a copy of this project, in turns with nothing yet and with the state of the start before. */
export async function measureStart(): Promise<Table> {
  await using checkout = await temporaryDirectory();
  const project = checkout.path();
  const filter = (source: string) => !notCopied.has(basename(source));
  await cp(projectRoot, project, { recursive: true, filter });
  await symlink(join(projectRoot, 'node_modules'), checkout.path('node_modules'));
  const ways = {
    cdk: async (): Promise<Steps> => ({ ready: await secondsOf(loadCdk) }),
    cold: async () => {
      await rm(checkout.path('.airlock'), { recursive: true, force: true });
      return startOnce(project);
    },
    warm: () => startOnce(project),
  };
  const stepsOf = await takeTurns<Steps>(ways, { rounds, warmUps: 0 });
  const secondsIn = (way: keyof typeof ways, step: string) =>
    median(stepsOf(way).map((each) => each[step] ?? 0));
  const row = (state: string, way: 'cold' | 'warm') => ({
    state,
    bundle: inSeconds(secondsIn(way, 'bundle')),
    synth: inSeconds(secondsIn(way, 'synth')),
    start: inSeconds(secondsIn(way, 'start')),
    ready: measuredWithin(secondsIn(way, 'ready'), maxSeconds, inSeconds),
    'of loading the CDK': times(secondsIn(way, 'ready') / secondsIn('cdk', 'ready')),
  });
  return tableOf(
    'npm start until Ready',
    [row('none (first start)', 'cold'), row('kept (restart)', 'warm')],
    `Median of ${rounds} rounds in turns; dependencies installed, files in the system’s cache.`,
    `Loading the CDK is a Node that imports aws-cdk-lib and ends: ${inSeconds(secondsIn('cdk', 'ready'))}.`,
  );
}

const loadCdk = () =>
  run(process.execPath, ['--input-type=module', '--eval', "import 'aws-cdk-lib'"], {
    cwd: projectRoot,
  });

/** Starts the local cloud, waits until it is ready, and stops it. */
async function startOnce(project: string): Promise<Steps> {
  const since = performance.now();
  const cloud = await npmStart({ project, state: join(project, '.airlock') });
  const ready = (performance.now() - since) / 1000;
  await cloud.stop();
  const printed = cloud.lines.join('\n').matchAll(/^(bundle|synth|start)\s+(\d+) ms$/gm);
  const steps = Array.from(printed, ([, step, ms]) => [step, Number(ms) / 1000] as const);
  return { ...Object.fromEntries(steps), ready };
}
