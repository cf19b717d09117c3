// Bench: the cost of the local CDN for a download, compared with the same bytes from S3.
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { defineConfig } from '../lambdas/config/config.ts';
import { MiB } from '../lambdas/domain/sizes.ts';
import config from './airlock.config.ts';
import { median, medianRatio, secondsOf, takeTurns } from './measure.ts';
import { sized } from './options.ts';
import { type Table, tableOf, times } from './table.ts';
import { findVersions, startTemporaryCloud } from './temporary.ts';
import { signIn } from './user.ts';

const sizes = [
  { name: '5 KiB', bytes: 5 * 1024, rounds: sized(200, 2) },
  { name: '4 MiB', bytes: 4 * MiB, rounds: sized(40, 1) },
  { name: '64 MiB', bytes: 64 * MiB, rounds: sized(9, 0) },
].filter(({ rounds }) => rounds > 0);
/** The longest that a link of SigV4 may last. */
const weekSeconds = 7 * 24 * 3600;

/** Downloads each size by each way, in turns. */
export async function measureCdn(): Promise<Table> {
  await using cloud = await startTemporaryCloud({
    config: defineConfig({ ...config, downloads: 'cdn' }),
  });
  const { airlock } = await signIn(cloud.addresses, 'alice');
  const rows = [];
  for (const { name, bytes, rounds } of sizes) {
    const text = 'Airlock '.repeat(bytes / 8);
    const file = new File([text], `${bytes}.txt`, { type: 'text/plain' });
    const { id } = await airlock.upload(file, { collection: 'documents' });
    await airlock.edit(id, { visibility: 'public' });
    await cloud.idle();
    const { s3, versions } = await findVersions(cloud, id);
    const [version] = versions;
    if (!version) throw new Error(`The bucket holds no version of ${id}.`);
    const urls = {
      s3: await getSignedUrl(s3, new GetObjectCommand(version), { expiresIn: weekSeconds }),
      signed: (await airlock.download(id)).url,
      open: (await airlock.get(id)).url ?? '',
    };
    const ways = Object.entries(urls).map(([way, url]) => [
      way,
      () => secondsOf(() => read(url, bytes)),
    ]);
    const seconds = await takeTurns<number>(Object.fromEntries(ways), { rounds, warmUps: 0 });
    const ratio = (way: keyof typeof urls) => times(medianRatio(seconds(way), seconds('s3')));
    rows.push({
      size: name,
      'S3, median': `${(median(seconds('s3')) * 1000).toFixed(1)} ms`,
      'signed, through the CDN': ratio('signed'),
      'public, from the CDN': ratio('open'),
    });
  }
  const title = 'Downloads through the local CDN, beside the same bytes straight from the local S3';
  return tableOf(
    title,
    rows,
    'All on one machine: it shows what the local CDN costs, which signs every read of its own; not what CloudFront saves.',
    'A signed download is never kept by an edge; a public file of up to 8 MiB is, so all but its first come from memory.',
  );
}

async function read(url: string, bytes: number): Promise<void> {
  // Compression costs more than sending on one machine, and S3 does not compress.
  const response = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
  const { byteLength } = await response.arrayBuffer();
  if (!response.ok || byteLength !== bytes) throw new Error(`${response.status} of ${url}`);
}
