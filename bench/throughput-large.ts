// Bench: a large file by the client, in Node and in Chromium, beside curl, which does nothing but send, and beside Uppy's own plugin.
import { availableParallelism, loadavg } from 'node:os';
import { sendByCurl } from './large-files/curl.ts';
import { startLargeCloud } from './large-files/large-cloud.ts';
import { makeLargeFile } from './large-files/large-file.ts';
import { sendByNode } from './large-files/node-client.ts';
import { startSite } from './large-files/site.ts';
import { openTab } from './large-files/tab.ts';
import { median } from './median.ts';
import { sized } from './small.ts';
import { atLeast, type Table } from './table.ts';

const GiB = 1024 ** 3;
const rounds = sized(3, 1);
const minRatio = 0.9;

/** Sends a file of `gib` GiB in every way, in turns. */
export async function measureThroughputLarge({
  gib = sized(0.5, 0.0625),
} = {}): Promise<readonly Table[]> {
  const bytes = gib * GiB;
  const cores = availableParallelism();
  const [load = 0] = loadavg();
  await using site = await startSite();
  await using cloud = await startLargeCloud([site.origin]);
  const path = cloud.path('large.txt');
  await makeLargeFile(path, bytes);
  await using tab = await openTab(cloud, site, path);
  const ways: Record<string, () => Promise<{ seconds: number; fileId?: string }>> = {
    'curl, 4 parts at once (the limit)': async () => ({ seconds: await sendByCurl(cloud, bytes) }),
    'client in Node': () => sendByNode(cloud, { path, hash: false }),
    'client in Node, hashing': () => sendByNode(cloud, { path, hash: true }),
    ...(tab && {
      'client in Chromium': () => tab.sendByAirlock(false),
      'client in Chromium, hashing': () => tab.sendByAirlock(true),
      'Uppy’s @uppy/aws-s3 in Chromium': () => tab.sendByUppy(),
    }),
  };
  const seconds = new Map<string, number[]>();
  // The first round starts the functions and counts for nothing.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, send] of Object.entries(ways)) {
      const sent = await send();
      if (sent.fileId) {
        await cloud.api.awaitReady(sent.fileId);
        await cloud.discard(sent.fileId);
      }
      if (round > 0) seconds.set(name, [...(seconds.get(name) ?? []), sent.seconds]);
    }
  }
  const secondsOf = (name: string) => seconds.get(name) ?? [];
  const [limit = ''] = Object.keys(ways);
  // Round by round: what else the machine does changes from one to the next.
  const ratio = (name: string) =>
    median(secondsOf(name).map((own, round) => (secondsOf(limit)[round] ?? Number.NaN) / own));
  const rateOf = (name: string) => bytes / median(secondsOf(name));
  return [
    {
      title: `Throughput of a file of ${gib} GiB`,
      headings: ['way', 'of the limit', 'MiB per second'],
      rows: Object.keys(ways).map((name) => [
        name,
        /^client/.test(name) && !/hashing/.test(name)
          ? atLeast(ratio(name), minRatio, (value) => value.toFixed(2))
          : ratio(name).toFixed(2),
        (rateOf(name) / 1024 ** 2).toFixed(0),
      ]),
      notes: [
        `Median of ${rounds} rounds in turns, from the first byte of the first part to the completion.`,
        `Sender and S3 share ${cores} cores; the load average was ${load.toFixed(1)} before. Above ${cores - 1} the ratios show CPU time, not waiting.`,
        'Every way sends the same parts by links of the same API; Uppy sends the parts of a file one after the other.',
        ...(tab ? [] : ['No Chromium was found: the client was not measured in a browser.']),
      ],
    },
  ];
}
