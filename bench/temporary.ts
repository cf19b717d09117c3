// A directory or a local cloud for the length of one bench.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cloud, type CloudOptions, startCloud } from '../local/cloud.ts';

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

/** A running local cloud. */
export interface TemporaryCloud extends Cloud, AsyncDisposable {
  /** Where it keeps everything. */
  readonly stateDirectory: string;
}

/** Starts a local cloud on free ports and a state of its own; both are gone when it is disposed of. */
export async function startTemporaryCloud({
  configFile = join(import.meta.dirname, 'airlock.config.ts'),
  ...options
}: Pick<CloudOptions, 'configFile' | 'eventDelayMs' | 'proxy'> = {}): Promise<TemporaryCloud> {
  await using started = new AsyncDisposableStack();
  const stateDirectory = started.use(await temporaryDirectory()).path();
  const cloud = await startCloud({ ...options, stateDirectory, configFile });
  started.defer(() => cloud.stop());
  const running = started.move();
  return { ...cloud, stateDirectory, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
