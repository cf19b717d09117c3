// Temporary resources of a bench: a directory, a local cloud, and access to its stored objects.
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import type { Config } from '../lambdas/config/config.ts';
import { type CloudOptions, startCloud } from '../local/cloud.ts';
import type { Controls } from '../local/controls.ts';
import { connectS3 } from '../test/connect-s3.ts';
import benchConfig from './airlock.config.ts';

/**
 * Starts something that has parts; `start` adds each part as soon as it runs. The parts are stopped, the last one first, when
 * the whole is disposed of, or when a later part does not start.
 */
export async function startWhole<Whole extends object>(
  start: (parts: AsyncDisposableStack) => Promise<Whole>,
): Promise<Whole & AsyncDisposable> {
  await using parts = new AsyncDisposableStack();
  const whole = await start(parts);
  const running = parts.move();
  return { ...whole, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

/** Creates an empty directory, whose `path` is its own or that of what is named in it; removed with all that it holds. */
export const temporaryDirectory = () =>
  startWhole(async (parts) => {
    const { path } = parts.use(await mkdtempDisposable(join(tmpdir(), 'airlock-bench-')));
    return { path: (...names: readonly string[]): string => join(path, ...names) };
  });

/** Writes a configuration as a module; returns its path. */
export async function writeConfig(configFile: string, config: Config): Promise<string> {
  await writeFile(configFile, `export default ${JSON.stringify(config)};\n`);
  return configFile;
}

type Options = Pick<CloudOptions, 'eventDelayMs' | 'proxy'> & { readonly config?: Config };

/** A running local cloud, and where it keeps everything. */
export type TemporaryCloud = Awaited<ReturnType<typeof startTemporaryCloud>>;

/** Starts a local cloud on free ports and with its own state; both are removed when it is disposed of. */
export const startTemporaryCloud = ({ config = benchConfig, ...options }: Options = {}) =>
  startWhole(async (parts) => {
    const { path } = parts.use(await temporaryDirectory());
    const stateDirectory = path('state');
    const configFile = await writeConfig(path('airlock.config.mjs'), config);
    const cloud = await startCloud({ ...options, stateDirectory, configFile });
    parts.defer(() => cloud.stop());
    return { ...cloud, stateDirectory };
  });

/** Finds what the bucket stores of a file; returns it with a client of that bucket's S3. */
export async function findVersions(
  { addresses, credentials }: Pick<Controls, 'addresses' | 'credentials'>,
  fileId: string,
) {
  const { s3: endpoint, mediaBucket: Bucket } = addresses;
  const s3 = connectS3(endpoint, credentials);
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  const versions = Versions.filter(({ Key }) => Key?.includes(fileId));
  return { s3, versions: versions.map(({ Key, VersionId }) => ({ Bucket, Key, VersionId })) };
}
