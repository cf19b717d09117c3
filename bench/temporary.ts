// A directory or a local cloud for the length of one bench.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../lambdas/config/config.ts';
import { type Cloud, type CloudOptions, startCloud } from '../local/cloud.ts';
import benchConfig from './airlock.config.ts';

/** An empty directory, which is removed with all that it holds when it is disposed of. */
export interface TemporaryDirectory extends AsyncDisposable {
  /** The path of the directory, or of what is named in it. */
  path(...names: readonly string[]): string;
}

/** Creates a directory. */
export async function temporaryDirectory(): Promise<TemporaryDirectory> {
  const directory = await mkdtemp(join(tmpdir(), 'airlock-bench-'));
  return {
    path: (...names) => join(directory, ...names),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}

/** Writes a configuration as a module; returns its path. */
export async function writeConfig(directory: TemporaryDirectory, config: Config): Promise<string> {
  const configFile = directory.path('airlock.config.mjs');
  await writeFile(configFile, `export default ${JSON.stringify(config)};\n`);
  return configFile;
}

/** A running local cloud. */
export interface TemporaryCloud extends Cloud, AsyncDisposable {
  /** Where it keeps everything. */
  readonly stateDirectory: string;
}

/** Starts a local cloud on free ports and a state of its own; both are gone when it is disposed of. */
export async function startTemporaryCloud({
  config = benchConfig,
  ...options
}: Pick<CloudOptions, 'eventDelayMs' | 'proxy'> & {
  readonly config?: Config;
} = {}): Promise<TemporaryCloud> {
  await using started = new AsyncDisposableStack();
  const directory = started.use(await temporaryDirectory());
  const stateDirectory = directory.path('state');
  const configFile = await writeConfig(directory, config);
  const cloud = await startCloud({ ...options, stateDirectory, configFile });
  started.defer(() => cloud.stop());
  const running = started.move();
  return { ...cloud, stateDirectory, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
