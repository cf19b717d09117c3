// Bench: what the way through the local CDN adds to a download, beside the very same bytes straight from S3.
import { join } from 'node:path';
import { GetObjectCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { createAirlock } from '../client/airlock.ts';
import { MiB } from '../lambdas/domain/sizes.ts';
import type { Cloud } from '../local/cloud.ts';
import { median } from './median.ts';
import { sized } from './small.ts';
import type { Table } from './table.ts';
import { startTemporaryCloud } from './temporary-cloud.ts';
import { signIn } from './throughput/api-client.ts';

const sizes = [
  { name: '5 KiB', bytes: 5 * 1024, rounds: sized(200, 2) },
  { name: '4 MiB', bytes: 4 * MiB, rounds: sized(40, 1) },
  { name: '64 MiB', bytes: 64 * MiB, rounds: sized(9, 1) },
];
/** The longest that a link of SigV4 may last. */
const weekSeconds = 7 * 24 * 3600;

/** Downloads each size by each way, the ways taking turns, so that what slows the machine slows them alike. */
export async function measureCdn(): Promise<readonly Table[]> {
  await using cloud = await startTemporaryCloud({
    configFile: join(import.meta.dirname, 'cdn', 'airlock.config.ts'),
  });
  const { token } = await signIn(cloud.addresses, 'alice');
  const airlock = createAirlock({ api: cloud.addresses.api, getToken: () => token });
  const rows: string[][] = [];
  for (const { name, bytes, rounds } of sizes) {
    const text = 'Airlock '.repeat(bytes / 8);
    const file = new File([text], `${bytes}.txt`, { type: 'text/plain' });
    const { id } = await airlock.upload(file, { collection: 'documents' });
    await airlock.edit(id, { visibility: 'public' });
    await cloud.idle();
    const ways = {
      s3: await linkToS3(cloud, id),
      signed: (await airlock.download(id)).url,
      public: (await airlock.get(id)).url ?? '',
    };
    const times: Record<keyof typeof ways, number[]> = { s3: [], signed: [], public: [] };
    for (let round = 0; round < rounds; round += 1) {
      for (const way of Object.keys(ways) as (keyof typeof ways)[]) {
        times[way].push(await secondsFor(ways[way], bytes));
      }
    }
    const straight = median(times.s3);
    const ratio = (way: keyof typeof ways) => `${(median(times[way]) / straight).toFixed(2)} ×`;
    rows.push([name, milliseconds(straight), ratio('signed'), ratio('public')]);
  }
  return [
    {
      title: 'Downloads through the local CDN, beside the same bytes straight from the local S3',
      headings: ['size', 'S3, median', 'signed, through the CDN', 'public, from the CDN'],
      rows,
      notes: [
        'All on one machine: it shows what the local CDN costs, which signs every read of its own; not what CloudFront saves.',
        'A signed download is never kept by an edge; a public file of up to 8 MiB is, so all but its first come from memory.',
      ],
    },
  ];
}

async function linkToS3({ addresses, credentials }: Cloud, fileId: string): Promise<string> {
  const { s3: endpoint, mediaBucket: Bucket } = addresses;
  const s3 = new S3Client({ endpoint, region: 'us-east-1', credentials, forcePathStyle: true });
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  const version = Versions.find(({ Key }) => Key?.includes(fileId));
  const get = new GetObjectCommand({ Bucket, Key: version?.Key, VersionId: version?.VersionId });
  return getSignedUrl(s3, get, { expiresIn: weekSeconds });
}

async function secondsFor(url: string, bytes: number): Promise<number> {
  const begun = performance.now();
  // Compressing costs more than sending on one machine, and S3 does not do it.
  const response = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
  const { byteLength } = await response.arrayBuffer();
  if (!response.ok || byteLength !== bytes) throw new Error(`${response.status} of ${url}`);
  return (performance.now() - begun) / 1000;
}

const milliseconds = (seconds: number): string => `${(seconds * 1000).toFixed(1)} ms`;
