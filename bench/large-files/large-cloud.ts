// `npm start` with one collection for files of any size, a page of the bench's own as its only visitor, and an eye on its disk.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { defineConfig } from '../../lambdas/config/config.ts';
import { S3_MAX_OBJECT_BYTES } from '../../lambdas/domain/sizes.ts';
import { region } from '../../local/addresses.ts';
import { npmStart, type StartedCloud } from '../../test/npm-start.ts';
import { type ApiClient, signIn } from '../throughput/api-client.ts';

/** The collection of the files. */
export const collection = 'large';

/** A local cloud in a process of its own, for the length of one bench. */
export interface LargeCloud extends AsyncDisposable {
  readonly addresses: StartedCloud['addresses'];
  readonly pid: number;
  readonly api: ApiClient;
  /** For what belongs to the run: gone with the cloud. */
  path(name: string): string;
  /** Frees the bytes of a judged file behind the back of the API, which keeps judged files. */
  discard(fileId: string): Promise<void>;
}

/** Starts it; pages of `origins` may use it. */
export async function startLargeCloud(origins: readonly string[] = []): Promise<LargeCloud> {
  await using started = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'airlock-bench-'));
  started.defer(() => rm(directory, { recursive: true, force: true }));
  const configFile = join(directory, 'airlock.config.mjs');
  await writeFile(configFile, `export default ${JSON.stringify(configFor(origins))};\n`);
  const cloud = await npmStart({ state: join(directory, 'state'), configFile });
  started.defer(async () => {
    await cloud.stop();
  });
  const { addresses, credentials, pid } = cloud;
  const s3 = new S3Client({ endpoint: addresses.s3, region, credentials, forcePathStyle: true });
  const api = await signIn(addresses, 'alice');
  const running = started.move();
  return {
    addresses,
    pid,
    api,
    path: (name) => join(directory, name),
    async discard(fileId) {
      const Bucket = addresses.mediaBucket;
      const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
      for (const { Key, VersionId } of Versions) {
        if (!Key?.includes(fileId)) continue;
        await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
      }
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

const configFor = (origins: readonly string[]) =>
  defineConfig({
    collections: { [collection]: { types: ['text/plain'], maxBytes: S3_MAX_OBJECT_BYTES } },
    origins,
    throttle: { ratePerSecond: 10_000, burst: 5_000 },
  });
