// `npm start` with one collection for files of any size, a page of the bench's own as its only visitor, and a look at its disk.
import { open } from 'node:fs/promises';
import { DeleteObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { defineConfig } from '../../lambdas/config/config.ts';
import { MiB, S3_MAX_OBJECT_BYTES } from '../../lambdas/domain/sizes.ts';
import { connectS3 } from '../../test/connect-s3.ts';
import { npmStart, type StartedCloud } from '../../test/npm-start.ts';
import { temporaryDirectory, writeConfig } from '../temporary.ts';
import { signIn, type User } from '../user.ts';

/** The collection of the files. */
export const collection = 'large';

/** A local cloud in a process of its own, for the length of one bench. */
export interface LargeCloud extends AsyncDisposable {
  readonly addresses: StartedCloud['addresses'];
  readonly pid: number;
  readonly user: User;
  /** For what belongs to the run: removed with the cloud. */
  path(name: string): string;
  /** Deletes the bytes of a judged file without the API, which keeps judged files. */
  discard(fileId: string): Promise<void>;
}

/** Starts it; pages of `origins` may use it. */
export async function startLargeCloud(origins: readonly string[] = []): Promise<LargeCloud> {
  await using started = new AsyncDisposableStack();
  const directory = started.use(await temporaryDirectory());
  const configFile = await writeConfig(directory, configFor(origins));
  const cloud = await npmStart({ state: directory.path('state'), configFile });
  started.defer(async () => {
    await cloud.stop();
  });
  const { addresses, credentials, pid } = cloud;
  const s3 = connectS3(addresses.s3, credentials);
  const user = await signIn(addresses, 'alice');
  const running = started.move();
  return {
    addresses,
    pid,
    user,
    path: directory.path,
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

/** Small runs send files in parts as well. */
const configFor = (origins: readonly string[]) =>
  defineConfig({
    collections: { [collection]: { types: ['text/plain'], maxBytes: S3_MAX_OBJECT_BYTES } },
    origins,
    multipartThresholdBytes: 5 * MiB,
    throttle: { ratePerSecond: 10_000, burst: 5_000 },
  });

const chunk = Buffer.alloc(MiB, 'All work and no play makes Jack a dull boy.\n');

/** Makes (or replaces) a large text file at `path`, line after line: the verdict reads all of it. */
export async function makeLargeFile(path: string, bytes: number): Promise<void> {
  await using file = await open(path, 'w');
  for (let written = 0; written < bytes; written += MiB)
    await file.write(chunk.subarray(0, Math.min(MiB, bytes - written)));
}
