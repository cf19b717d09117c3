// Bench: how long `npm start` takes until the local cloud is ready, on a checkout of its own, beside loading the CDK alone.
import { cp, rm, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { projectRoot } from '../lib/project.ts';
import { npmStart } from '../test/npm-start.ts';
import { run } from './child-process.ts';
import { median, secondsOf, takeTurns } from './measure.ts';
import { sized } from './options.ts';
import { measuredWithin, type Table, times } from './table.ts';
import { temporaryDirectory } from './temporary.ts';

const rounds = sized(3, 1);
const maxSeconds = 15;

const steps = ['bundle', 'synth', 'start', 'ready'] as const;
/** Seconds by step: those that the local cloud prints, and the whole as the caller of `npm start` sees it. */
type Steps = Readonly<Partial<Record<string, number>>>;

/** Starts a copy of this project, in turns with nothing yet and with the state of the start before. */
export async function measureStart(): Promise<readonly Table[]> {
  await using checkout = await temporaryDirectory();
  const project = checkout.path();
  await copyProject(project);
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
  const row = (label: string, way: 'cold' | 'warm') => [
    label,
    ...steps.map((step) => {
      const value = secondsIn(way, step);
      return step === 'ready' ? measuredWithin(value, maxSeconds, seconds) : seconds(value);
    }),
    times(secondsIn(way, 'ready') / secondsIn('cdk', 'ready')),
  ];
  return [
    {
      title: 'npm start until Ready',
      headings: ['state', ...steps, 'of loading the CDK'],
      rows: [row('none (first start)', 'cold'), row('kept (restart)', 'warm')],
      notes: [
        `Median of ${rounds} rounds in turns; dependencies installed, files in the system’s cache.`,
        `Loading the CDK is a Node that imports aws-cdk-lib and ends: ${seconds(secondsIn('cdk', 'ready'))}.`,
      ],
    },
  ];
}

const seconds = (value: number): string => `${value.toFixed(1)} s`;

const loadCdk = () =>
  run(process.execPath, ['--input-type=module', '--eval', "import 'aws-cdk-lib'"], {
    cwd: projectRoot,
  });

const notOfACheckout = new Set(['node_modules', '.git', '.airlock', 'cdk.out', 'dist']);

/** Copies what a checkout holds, with the dependencies that are installed here. */
async function copyProject(directory: string): Promise<void> {
  await cp(projectRoot, directory, {
    recursive: true,
    filter: (source) => !notOfACheckout.has(basename(source)),
  });
  await symlink(join(projectRoot, 'node_modules'), join(directory, 'node_modules'));
}

/** Starts the local cloud, waits until it is ready, and stops it. */
async function startOnce(project: string): Promise<Steps> {
  const since = performance.now();
  const cloud = await npmStart({ project, state: join(project, '.airlock') });
  const ready = (performance.now() - since) / 1000;
  await cloud.stop();
  return { ...stepsIn(cloud.lines), ready };
}

/** The steps that the local cloud prints in milliseconds. */
const stepsIn = (lines: readonly string[]): Steps =>
  Object.fromEntries(
    lines.flatMap((line) => {
      const [, step, milliseconds] = /^(bundle|synth|start)\s+(\d+) ms$/.exec(line) ?? [];
      return step ? [[step, Number(milliseconds) / 1000]] : [];
    }),
  );
