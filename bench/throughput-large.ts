// Bench: a large file by the client, in Node and in Chromium, beside curl, which does nothing but send, and beside Uppy's own plugin.
import { availableParallelism, loadavg } from 'node:os';
import { GiB } from '../lambdas/domain/sizes.ts';
import { sendByCurl } from './large-files/curl.ts';
import { makeLargeFile, startLargeCloud } from './large-files/large-cloud.ts';
import { sendByNode } from './large-files/node-client.ts';
import { startSite } from './large-files/site.ts';
import { openTab } from './large-files/tab.ts';
import { median, medianRatio, takeTurns } from './measure.ts';
import { amount, sized } from './options.ts';
import { measuredAtLeast, type Table, times } from './table.ts';
import { awaitReady } from './user.ts';

const rounds = sized(3, 1);
const minRatio = 0.9;
const limit = 'curl, 8 parts at once (the limit)';

/** Sends a file of `--gib` GiB in every way, in turns. */
export async function measureThroughputLarge(): Promise<readonly Table[]> {
  const gib = amount('gib', 2, 1 / 32);
  const bytes = gib * GiB;
  const cores = availableParallelism();
  const [load = 0] = loadavg();
  await using site = await startSite();
  await using cloud = await startLargeCloud([site.origin]);
  const path = cloud.path('large.txt');
  await makeLargeFile(path, bytes);
  await using tab = await openTab(cloud, site, path);
  const judged = async (sending: Promise<{ seconds: number; fileId: string }>) => {
    const { seconds, fileId } = await sending;
    await awaitReady(cloud.user, fileId);
    await cloud.discard(fileId);
    return seconds;
  };
  const ways: Record<string, () => Promise<number>> = {
    [limit]: () => sendByCurl(cloud, bytes),
    'client in Node': () => judged(sendByNode(cloud, { path, hash: false })),
    'client in Node, hashing': () => judged(sendByNode(cloud, { path, hash: true })),
    ...(tab && {
      'client in Chromium': () => judged(tab.sendByAirlock(false)),
      'client in Chromium, hashing': () => judged(tab.sendByAirlock(true)),
      'Uppy’s @uppy/aws-s3 in Chromium': () => judged(tab.sendByUppy()),
    }),
  };
  // The first round starts the functions.
  const secondsOf = await takeTurns(ways, { rounds, warmUps: sized(1, 0) });
  const speedRatio = (name: string) => medianRatio(secondsOf(limit), secondsOf(name));
  return [
    {
      title: `Throughput of a file of ${gib} GiB`,
      headings: ['way', 'of the limit', 'MiB per second'],
      rows: Object.keys(ways).map((name) => [
        name,
        /^client/.test(name) && !/hashing/.test(name)
          ? measuredAtLeast(speedRatio(name), minRatio, times)
          : times(speedRatio(name)),
        (bytes / median(secondsOf(name)) / 1024 ** 2).toFixed(0),
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
