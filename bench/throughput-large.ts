// Bench: the speed of a large file by the client, in Node and in Chromium, compared with curl, which only sends, and with Uppy's
// own plugin.
import { availableParallelism, loadavg } from 'node:os';
import { GiB } from '../lambdas/domain/sizes.ts';
import { openTab, startSite } from './large-files/browser.ts';
import { sendByCurl } from './large-files/curl.ts';
import { makeLargeFile, startLargeCloud } from './large-files/large-cloud.ts';
import { sendByNode } from './large-files/node-client.ts';
import type { Sent } from './large-files/stopwatch.ts';
import { median, medianRatio, takeTurns } from './measure.ts';
import { amount, sized } from './options.ts';
import { measuredAtLeast, type Table, tableOf, times } from './table.ts';
import { awaitReady } from './user.ts';

const rounds = sized(3, 1);
const minRatio = 0.9;
const limit = 'curl, 8 parts at once (the limit)';

/** Sends a file of `--gib` GiB in every way, in turns. */
export async function measureThroughputLarge(): Promise<Table> {
  const gib = amount('gib', 2, 1 / 32);
  const bytes = gib * GiB;
  const cores = availableParallelism();
  const [load = 0] = loadavg();
  await using site = await startSite();
  await using cloud = await startLargeCloud([site.origin]);
  const path = cloud.path('large.txt');
  await makeLargeFile(path, bytes);
  await using tab = await openTab(cloud, site, path);
  const judged = async (sending: Promise<Sent>) => {
    const { seconds, fileId } = await sending;
    await awaitReady(cloud.user, fileId);
    await cloud.discard(fileId);
    return seconds;
  };
  const ways: Record<string, () => Promise<number>> = {
    [limit]: () => sendByCurl(cloud.user, bytes, cloud.path),
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
  const speedRatio = (way: string) => medianRatio(secondsOf(limit), secondsOf(way));
  return tableOf(
    `Throughput of a file of ${gib} GiB`,
    Object.keys(ways).map((way) => ({
      way,
      'of the limit':
        way.startsWith('client') && !way.endsWith('hashing')
          ? measuredAtLeast(speedRatio(way), minRatio, times)
          : times(speedRatio(way)),
      'MiB per second': (bytes / median(secondsOf(way)) / 1024 ** 2).toFixed(0),
    })),
    `Median of ${rounds} rounds in turns, from the first byte of the first part to the completion.`,
    `Sender and S3 share ${cores} cores; the load average was ${load.toFixed(1)} before. Above ${cores - 1} the ratios show CPU time, not waiting.`,
    'Every way sends the same parts by links of the same API; Uppy sends the parts of a file one after the other.',
    ...(tab ? [] : ['No Chromium was found: the client was not measured in a browser.']),
  );
}
