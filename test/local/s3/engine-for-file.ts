// The engine and the bucket of one test file.
import { afterAll } from 'vitest';
import { type Engine, startEngine } from './engine.ts';

/** Starts an engine with one bucket; both end with the last test of the file that calls this. */
export async function engineForFile(
  options: Parameters<Engine['newBucket']>[0] = {},
): Promise<{ readonly engine: Engine; readonly Bucket: string }> {
  const engine = await startEngine();
  afterAll(() => engine.stop());
  return { engine, Bucket: await engine.newBucket(options) };
}
