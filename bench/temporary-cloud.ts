// A local cloud for the length of one bench.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cloud, startCloud } from '../local/cloud.ts';

/** Starts a local cloud on free ports and a state of its own; both are gone when it is disposed of. */
export async function startTemporaryCloud(
  configFile = join(import.meta.dirname, 'airlock.config.ts'),
): Promise<Cloud & AsyncDisposable> {
  await using started = new AsyncDisposableStack();
  const stateDirectory = await mkdtemp(join(tmpdir(), 'airlock-bench-'));
  started.defer(() => rm(stateDirectory, { recursive: true, force: true }));
  const cloud = await startCloud({
    stateDirectory,
    configFile,
  });
  started.defer(() => cloud.stop());
  const running = started.move();
  return { ...cloud, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
