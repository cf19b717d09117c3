// A local cloud with one collection for files of any size, for the page of the bench, with access to its disk.
import { open } from 'node:fs/promises';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { defineConfig } from '../../lambdas/config/config.ts';
import { MiB, S3_MAX_OBJECT_BYTES } from '../../lambdas/domain/sizes.ts';
import type { Addresses } from '../../local/controls.ts';
import { npmStart } from '../../test/npm-start.ts';
import { findVersions, startWhole, temporaryDirectory, writeConfig } from '../temporary.ts';
import { signIn, type User } from '../user.ts';

/** The collection of the files. */
export const collection = 'large';

/** The target of the uploads, and the user. */
export interface Target {
  readonly addresses: Addresses;
  readonly user: User;
}

/** One collection for files of any size, which pages of `origins` may send. */
export const largeConfig = (origins: readonly string[], multipartThresholdBytes: number) =>
  defineConfig({
    collections: { [collection]: { types: ['text/plain'], maxBytes: S3_MAX_OBJECT_BYTES } },
    origins,
    multipartThresholdBytes,
    throttle: { ratePerSecond: 10_000, burst: 5_000 },
  });

/** A local cloud in a child process, for the length of one bench. */
export type LargeCloud = Awaited<ReturnType<typeof startLargeCloud>>;

/** Starts it; pages of `origins` may use it. Small files are sent in parts as well. */
export const startLargeCloud = (origins: readonly string[] = []) =>
  startWhole(async (parts) => {
    const { path } = parts.use(await temporaryDirectory());
    const config = largeConfig(origins, 5 * MiB);
    const configFile = await writeConfig(path('airlock.config.mjs'), config);
    const cloud = await npmStart({ state: path('state'), configFile });
    parts.defer(async () => {
      await cloud.stop();
    });
    return {
      addresses: cloud.addresses,
      pid: cloud.pid,
      user: await signIn(cloud.addresses, 'alice'),
      /** For what belongs to the run: removed with the cloud. */
      path,
      /** Deletes the bytes of a judged file without the API, which keeps judged files. */
      async discard(fileId: string): Promise<void> {
        const { s3, versions } = await findVersions(cloud, fileId);
        for (const version of versions) await s3.send(new DeleteObjectCommand(version));
      },
    };
  });

const chunk = Buffer.alloc(MiB, 'All work and no play makes Jack a dull boy.\n');

/** Makes (or replaces) a large text file at `path`, line after line: the verdict reads all of it. */
export async function makeLargeFile(path: string, bytes: number): Promise<void> {
  await using file = await open(path, 'w');
  for (let written = 0; written < bytes; written += MiB)
    await file.write(chunk.subarray(0, Math.min(MiB, bytes - written)));
}
