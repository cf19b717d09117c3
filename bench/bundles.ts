// Bench: the bundle of each function, its bytes and its start-up, beside one that only makes the same AWS clients.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import config from '../airlock.config.ts';
import { type AnyFunctionName, allFunctionNames } from '../lambdas/functions.ts';
import { memoryMegabytesOf } from '../lib/functions.ts';
import { projectRoot } from '../lib/project.ts';
import { bundleWithConfig } from './bundle-with-config.ts';
import { makersOf, writeEmptyHandlers, writeFloorHandlers } from './bundles/floor-handlers.ts';
import { measureStartUps } from './bundles/start-up.ts';
import { sized } from './options.ts';
import { ONE_CPU_MEGABYTES } from './prices.ts';
import { type Cell, measuredWithin, type Table, tableOf, times, within } from './table.ts';
import { temporaryDirectory } from './temporary.ts';

const rounds = sized(15, 1);
const maxStartUpRatio = 1.25;
const bytesPerKB = 1024;
/** The additional cost of a client besides DynamoDB's; no caller waits for the functions that create the last two. */
const allowedKB: Readonly<Partial<Record<string, number>>> = {
  connectS3: 200,
  connectCloudFront: 210,
  connectSsm: 100,
};
const maxBytes = (name: AnyFunctionName): number =>
  makersOf(name).reduce((sum, maker) => sum + (allowedKB[maker] ?? 0), 400) * bytesPerKB;

/** Bundles every function, and its floor with whole AWS clients, and imports each in fresh processes. */
export async function measureBundles(): Promise<Table> {
  await using directory = await temporaryDirectory();
  const files = await bundleAll(directory.path);
  // Its native library is put beside it when a stack is synthesized, and no caller waits for it.
  const measured = [...files].filter(([label]) => label !== 'make-variants');
  const startUps = await measureStartUps(
    measured.map(([, file]) => file),
    rounds,
  );
  const startUpOf = (label: string) => startUps.get(files.get(label) ?? '') ?? Number.NaN;
  const rowOf = async ([bundle, file]: readonly [label: string, file: string]) => {
    const { size } = await stat(file);
    const name = allFunctionNames.find((each) => each === bundle);
    const floor = name ? floorLabel(name) : '';
    return {
      bundle,
      size: name ? within(size, maxBytes(name), kilobytes) : kilobytes(size),
      'start-up': milliseconds(startUpOf(bundle)),
      'of the floor': ratioCell(startUpOf(bundle) / startUpOf(floor), floor),
      floor,
      memory: name ? `${memoryMegabytesOf(name)} MB` : '',
      'start-up at it, computed': name ? computedAt(memoryMegabytesOf(name), startUpOf(name)) : '',
    };
  };
  return tableOf(
    'Bundles',
    await Promise.all(Array.from(files, rowOf)),
    `Start-up is CPU time, the least of ${rounds} imports in turns, each in a fresh process.`,
    'A floor only makes the AWS clients that it is named after, whole; a function has the operations that it calls, and no cache or codec that these do not use.',
    `Lambda gives CPU in proportion to memory, one CPU at ${ONE_CPU_MEGABYTES} MB (Lambda Developer Guide, “Configure Lambda function memory”): the start-up that is measured is that of ${ONE_CPU_MEGABYTES} MB, the one at a function's own memory is computed from it.`,
  );
}

/** A function without AWS clients has no such floor, and so no such budget. */
function ratioCell(ratio: number, floor: string): Cell {
  if (Number.isNaN(ratio)) return '';
  return floor === emptyLabel ? times(ratio) : measuredWithin(ratio, maxStartUpRatio, times);
}

/** Milliseconds by the clock where a function of this memory has its share of a CPU and waits for nothing else. */
const computedAt = (megabytes: number, cpu: number): string =>
  milliseconds(cpu * Math.max(1, ONE_CPU_MEGABYTES / megabytes));

const emptyLabel = 'empty';
const floorLabel = (name: AnyFunctionName): string =>
  makersOf(name)
    .map((maker) => maker.replace('connect', ''))
    .join(' + ') || emptyLabel;

/** Bundles everything there is to compare; returns the files by label. */
async function bundleAll(inside: (name: string) => string): Promise<ReadonlyMap<string, string>> {
  const bundle = async (outdir: string, lambdasDir: string, floor?: { keepsUnused: true }) => {
    await bundleWithConfig({ config, outdir, lambdasDir, ...floor });
    return (name: AnyFunctionName) => join(outdir, name, 'index.mjs');
  };
  const emptyOf = await bundle(inside('empty'), await writeEmptyHandlers(inside('empty-handlers')));
  const floorOf = await bundle(
    inside('floors'),
    await writeFloorHandlers(inside('floor-handlers')),
    { keepsUnused: true },
  );
  const functionOf = await bundle(inside('functions'), join(projectRoot, 'lambdas'));
  return new Map([
    [emptyLabel, emptyOf(allFunctionNames[0])],
    // Functions with the same clients share a floor.
    ...allFunctionNames.map((name) => [floorLabel(name), floorOf(name)] as const),
    ...allFunctionNames.map((name) => [name, functionOf(name)] as const),
  ]);
}

const kilobytes = (bytes: number): string => `${Math.ceil(bytes / bytesPerKB)} KB`;
const milliseconds = (value: number): string =>
  Number.isNaN(value) ? '' : `${value.toFixed(1)} ms`;
