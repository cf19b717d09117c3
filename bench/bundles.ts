// Bench: the bundle of each function, its bytes and its start-up, beside one that only makes the same AWS clients.
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import config from '../airlock.config.ts';
import { type FunctionName, functionNames } from '../lambdas/functions.ts';
import { bundleFunctions } from '../lib/bundle-functions.ts';
import { projectRoot } from '../lib/project.ts';
import { clientsOf, writeEmptyHandlers, writeFloorHandlers } from './bundles/floor-handlers.ts';
import { measureStartUps } from './bundles/start-up.ts';
import { sized } from './small.ts';
import { type Table, within } from './table.ts';

const rounds = sized(15, 1);
const maxStartUpRatio = 1.25;
const bytesPerKB = 1024;
/** CloudFront's client alone has 207 KB; no caller waits for the functions that invalidate. */
const maxBytes = (name: FunctionName): number => {
  const clients = clientsOf(name);
  const cloudFront = clients.includes('CloudFront') ? 210 : 0;
  return ((clients.includes('S3') ? 600 : 400) + cloudFront) * bytesPerKB;
};

/** A bundle and what importing it takes. */
interface Bundle {
  readonly bytes: number;
  readonly startUpMilliseconds: number;
}

/** Bundles every function and its floor by the very same settings, and imports each in fresh processes. */
export async function measureBundles(): Promise<readonly Table[]> {
  const directory = await mkdtemp(join(tmpdir(), 'airlock-bench-'));
  try {
    return [tableOf(await measureFiles(await bundleAll(directory)))];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const emptyLabel = 'empty';
const floorLabel = (name: FunctionName): string => clientsOf(name).join(' + ');
const floorLabels = new Set(functionNames.map(floorLabel));

/** Bundles everything there is to compare; returns the files by label. */
async function bundleAll(directory: string): Promise<ReadonlyMap<string, string>> {
  const inside = (...names: string[]) => join(directory, ...names);
  const bundle = async (outdir: string, lambdasDir: string) => {
    await bundleFunctions({ config, outdir, lambdasDir });
    return (name: FunctionName) => join(outdir, name, 'index.mjs');
  };
  const emptyHandlers = await writeEmptyHandlers(inside('empty-handlers'));
  const floorHandlers = await writeFloorHandlers(inside('floor-handlers'));
  const emptyOf = await bundle(inside('empty'), emptyHandlers);
  const floorOf = await bundle(inside('floors'), floorHandlers);
  const functionOf = await bundle(inside('functions'), join(projectRoot, 'lambdas'));
  return new Map([
    [emptyLabel, emptyOf(functionNames[0])],
    // Functions with the same clients share a floor.
    ...functionNames.map((name) => [floorLabel(name), floorOf(name)] as const),
    ...functionNames.map((name) => [name, functionOf(name)] as const),
  ]);
}

async function measureFiles(files: ReadonlyMap<string, string>) {
  const startUps = await measureStartUps([...files.values()], rounds);
  const bundles = new Map<string, Bundle>();
  for (const [label, file] of files) {
    const startUpMilliseconds = startUps.get(file) ?? Number.NaN;
    bundles.set(label, { bytes: (await stat(file)).size, startUpMilliseconds });
  }
  return (label: string): Bundle => {
    const bundle = bundles.get(label);
    if (!bundle) throw new Error(`There is no bundle ${label}.`);
    return bundle;
  };
}

const tableOf = (find: (label: string) => Bundle): Table => ({
  title: 'Bundles',
  headings: ['bundle', 'size', 'start-up', 'of the floor', 'floor'],
  rows: [
    ...[emptyLabel, ...floorLabels].map((label) => {
      const { bytes, startUpMilliseconds } = find(label);
      return [label, kilobytes(bytes), milliseconds(startUpMilliseconds), '', ''];
    }),
    ...functionNames.map((name) => {
      const { bytes, startUpMilliseconds } = find(name);
      const floor = find(floorLabel(name)).startUpMilliseconds;
      return [
        name,
        within(bytes, maxBytes(name), kilobytes),
        milliseconds(startUpMilliseconds),
        within(startUpMilliseconds / floor, maxStartUpRatio, (ratio) => `${ratio.toFixed(2)} ×`),
        floorLabel(name),
      ];
    }),
  ],
  notes: [
    `Start-up is CPU time, the least of ${rounds} imports in turns, each in a fresh process.`,
    'A floor only makes the AWS clients that it is named after.',
  ],
});

const kilobytes = (bytes: number): string => `${Math.ceil(bytes / bytesPerKB)} KB`;
const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;
