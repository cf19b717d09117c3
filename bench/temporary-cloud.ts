// A local cloud for the length of one bench.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cloud, type CloudOptions, startCloud } from '../local/cloud.ts';

/** A running local cloud for one bench. */
export interface TemporaryCloud extends Cloud, AsyncDisposable {
  /** Where it keeps everything. */
  readonly stateDirectory: string;
}

/** Starts a local cloud on free ports and a state of its own; both are gone when it is disposed of. */
export async function startTemporaryCloud({
  configFile = join(import.meta.dirname, 'airlock.config.ts'),
  ...options
}: Pick<CloudOptions, 'configFile' | 'proxy'> = {}): Promise<TemporaryCloud> {
  await using started = new AsyncDisposableStack();
  const stateDirectory = await mkdtemp(join(tmpdir(), 'airlock-bench-'));
  started.defer(() => rm(stateDirectory, { recursive: true, force: true }));
  const cloud = await startCloud({ ...options, stateDirectory, configFile });
  started.defer(() => cloud.stop());
  const running = started.move();
  return { ...cloud, stateDirectory, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
