// Bench: how long `npm start` takes until the local cloud is ready, on a checkout of its own.
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { projectRoot } from '../lib/project.ts';
import { npmStart } from '../test/npm-start.ts';
import { median } from './median.ts';
import { sized } from './small.ts';
import { type Table, within } from './table.ts';

const rounds = sized(3, 1);
const maxSeconds = 15;

/** Seconds by step: those that the local cloud prints, and the whole as the caller of `npm start` sees it. */
type Steps = Readonly<Record<'bundle' | 'synth' | 'start' | 'ready', number>>;
const stepNames = ['bundle', 'synth', 'start', 'ready'] as const;

/** Starts a copy of this project, in turns with nothing yet and with the state of the start before. */
export async function measureStart(): Promise<readonly Table[]> {
  const directory = await copyProject();
  const cold: Steps[] = [];
  const warm: Steps[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      await rm(join(directory, '.airlock'), { recursive: true, force: true });
      cold.push(await startOnce(directory));
      warm.push(await startOnce(directory));
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  return [
    {
      title: 'npm start until Ready',
      headings: ['state', ...stepNames],
      rows: [rowOf('none (first start)', cold), rowOf('kept (restart)', warm)],
      notes: [
        `Median of ${rounds} rounds in turns; dependencies installed, files in the system’s cache.`,
      ],
    },
  ];
}

const rowOf = (label: string, series: readonly Steps[]) => [
  label,
  ...stepNames.map((step) => {
    const value = median(series.map((steps) => steps[step]));
    return step === 'ready' ? within(value, maxSeconds, seconds) : seconds(value);
  }),
];

const seconds = (value: number): string => `${value.toFixed(1)} s`;

const notOfACheckout = new Set(['node_modules', '.git', '.airlock', 'cdk.out', 'dist']);

/** Copies what a checkout holds, with the dependencies that are installed here. */
async function copyProject(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'airlock-bench-'));
  await cp(projectRoot, directory, {
    recursive: true,
    filter: (source) => !notOfACheckout.has(basename(source)),
  });
  await symlink(join(projectRoot, 'node_modules'), join(directory, 'node_modules'));
  return directory;
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
function stepsIn(lines: readonly string[]) {
  const steps = { bundle: 0, synth: 0, start: 0 };
  for (const line of lines) {
    const [, step, milliseconds] = /^(bundle|synth|start)\s+(\d+) ms$/.exec(line) ?? [];
    if (step && step in steps) steps[step as keyof typeof steps] = Number(milliseconds) / 1000;
  }
  return steps;
}
