// Pruning on a real S3 under a clock that the test sets: every file that a visitor of a kept release may ask for is there.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeadObjectCommand, NotFound, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deleteReleaseWith, listAssetsWith, listReleasesWith } from '../lambdas/aws/s3/releases.ts';
import { removeAssetsWith, restoreAssetsWith } from '../lambdas/aws/s3/site-assets.ts';
import { daysAfter } from '../lambdas/domain/time.ts';
import { pruneReleases } from '../lambdas/prune-releases/prune-releases.ts';
import { type EmbeddedS3, startS3 } from '../local/s3/server.ts';

const keepReleasesDays = 30;
const credential = { accessKeyId: 'test', secretAccessKey: 'test' };

let now = new Date('2026-01-01T00:00:00Z');
let engine: EmbeddedS3;
let s3: S3Client;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'airlock-prune-'));
  engine = await startS3({
    directory,
    port: 0,
    region: 'us-east-1',
    credentialOf: () => credential,
    now: () => now,
  });
  s3 = new S3Client({
    region: 'us-east-1',
    credentials: credential,
    endpoint: engine.url,
    forcePathStyle: true,
  });
  // Signed under the engine's clock; the SDK would go back to the one that it reads from the answers' Date.
  s3.middlewareStack.add(
    (next) => (request) => {
      s3.config.systemClockOffset = now.getTime() - Date.now();
      return next(request);
    },
    { step: 'initialize' },
  );
});
afterAll(async () => {
  s3.destroy();
  await engine.close();
  await rm(directory, { recursive: true });
});

let Bucket = '';
let buckets = 0;
beforeEach(() => newBucket());

async function newBucket() {
  days(1);
  buckets += 1;
  Bucket = `static-${buckets}`;
  await engine.putBucket(Bucket, { versioned: true, corsRules: [] });
}

const days = (count: number) => {
  now = new Date(daysAfter(now, count));
};
const put = (Key: string, Body = 'x') => s3.send(new PutObjectCommand({ Bucket, Key, Body }));

/** As a deployment does: the record, then the assets. */
async function deploy(...assets: string[]) {
  await put('release.json', JSON.stringify({ assets }));
  for (const asset of assets) await put(`site/${asset}`);
}

const ports = () => ({
  keepReleasesDays,
  listReleases: listReleasesWith(s3, Bucket),
  listAssets: listAssetsWith(s3, Bucket),
  removeAssets: removeAssetsWith(s3, Bucket),
  restoreAssets: restoreAssetsWith(s3, Bucket),
  deleteRelease: deleteReleaseWith(s3, Bucket),
});
const prune = () => pruneReleases(ports())(now);

const isThere = async (path: string): Promise<boolean> =>
  s3.send(new HeadObjectCommand({ Bucket, Key: `site/${path}` })).then(
    () => true,
    (error) => {
      if (error instanceof NotFound) return false;
      throw error;
    },
  );

describe('an asset', () => {
  it('an asset of the current release is kept, however old it is', async () => {
    await deploy('app-1.js');
    days(1000);
    expect(await prune()).toEqual({ releases: 0, assets: 0 });
    expect(await isThere('app-1.js')).toBe(true);
  });

  it('an asset of a replaced release is kept for the configured days and then removed', async () => {
    await deploy('app-1.js');
    days(400);
    await deploy('app-2.js');
    days(29);
    await prune();
    expect(await isThere('app-1.js')).toBe(true);
    days(1);
    expect(await prune()).toEqual({ releases: 1, assets: 1 });
    expect(await isThere('app-1.js')).toBe(false);
    expect(await isThere('app-2.js')).toBe(true);
    expect(await prune()).toEqual({ releases: 0, assets: 0 });
  });

  it('an asset that many releases share is kept as long as one of them is', async () => {
    for (const release of [1, 2, 3]) {
      await deploy('vendor.js', `app-${release}.js`);
      days(20);
    }
    expect(await prune()).toEqual({ releases: 1, assets: 1 });
    expect(await isThere('vendor.js')).toBe(true);
    days(1000);
    await prune();
    expect(await isThere('vendor.js')).toBe(true);
    expect(await isThere('app-2.js')).toBe(false);
  });

  it('an asset of a release that was deployed again is kept', async () => {
    await deploy('app-1.js');
    await deploy('app-2.js');
    await deploy('app-1.js');
    days(31);
    await prune();
    expect(await isThere('app-1.js')).toBe(true);
    expect(await isThere('app-2.js')).toBe(false);
  });

  it('an asset whose deployment failed half way is removed, and the old ones stay', async () => {
    await deploy('app-1.js');
    await put('release.json', JSON.stringify({ assets: ['app-2.js', 'late-2.js'] }));
    await put('site/app-2.js');
    // CloudFormation rolls back.
    await deploy('app-1.js');
    days(31);
    await prune();
    expect(await isThere('app-1.js')).toBe(true);
    expect(await isThere('app-2.js')).toBe(false);
  });

  it('a file that no release ever named is left unchanged', async () => {
    await put('site/config.json');
    await deploy('app-1.js');
    await deploy('app-2.js');
    days(31);
    await prune();
    expect(await isThere('config.json')).toBe(true);
  });

  it('an asset that a deployment names again while it is removed is restored', async () => {
    await deploy('app-1.js');
    await deploy('app-2.js');
    days(31);
    const { removeAssets, ...others } = ports();
    let hasBegun = false;
    const prune = pruneReleases({
      ...others,
      removeAssets: async (paths) => {
        // Uploaded after the pruning has looked, before it deletes.
        if (!hasBegun) await deploy('app-1.js', 'app-3.js');
        hasBegun = true;
        await removeAssets(paths);
      },
    });
    expect(await prune(now)).toEqual({ releases: 1, assets: 0 });
    expect(await isThere('app-1.js')).toBe(true);
  });

  it('an asset that an interrupted run removed is restored by the next run', async () => {
    await deploy('app-1.js');
    await deploy('app-2.js');
    days(31);
    const { removeAssets, ...others } = ports();
    const broken = pruneReleases({
      ...others,
      removeAssets: async (paths) => {
        await deploy('app-1.js', 'app-3.js');
        await removeAssets(paths);
        throw new Error('The function was stopped.');
      },
    });
    await expect(broken(now)).rejects.toThrow('stopped');
    await prune();
    expect(await isThere('app-1.js')).toBe(true);
  });
});

it('after any history, exactly the assets of releases that were current within the configured days are there', async () => {
  const asset = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const step = fc.oneof(
    fc.uniqueArray(asset, { minLength: 1, maxLength: 4 }).map((assets) => ({ assets })),
    fc.integer({ min: 1, max: 40 }).map((wait) => ({ wait })),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 12 }), async (steps) => {
      await newBucket();
      const history: { assets: readonly string[]; at: Date }[] = [];
      for (const each of steps) {
        if ('wait' in each) {
          days(each.wait);
          await prune();
        } else {
          await deploy(...each.assets);
          history.push({ assets: each.assets, at: now });
        }
      }
      await prune();
      const expected = history
        .filter((_, index) => {
          const next = history[index + 1];
          return !next || daysAfter(next.at, keepReleasesDays) > now.toISOString();
        })
        .flatMap(({ assets }) => assets);
      for (const name of ['a', 'b', 'c', 'd', 'e']) {
        expect(await isThere(name), name).toBe(expected.includes(name));
      }
    }),
    { numRuns: 25 },
  );
});
