// Bench: the memory that a large file takes, in the client and in the local cloud: the same for any size.

import { GiB } from '../lambdas/domain/sizes.ts';
import type { Site } from '../test/built-page.ts';
import { type LargeCloud, makeLargeFile, startLargeCloud } from './large-files/large-cloud.ts';
import { sendByNode } from './large-files/node-client.ts';
import { canReadPeak, readPeakBytes, resetPeak } from './large-files/peak-memory.ts';
import { startSite } from './large-files/site.ts';
import { openTab, type Tab } from './large-files/tab.ts';
import { amount, sized } from './options.ts';
import { measuredWithin, mebibytes, type Table, times } from './table.ts';

/** What may be measured more for the large file: a garbage collector has no fixed size. */
const maxGrowth = 1.25;
const heapPollMilliseconds = 100;

/** Peaks in bytes, and the client's calls of the API. */
interface Peaks {
  readonly nodeRss: number;
  readonly cloudRss: number;
  readonly tabRss?: number;
  readonly tabHeap?: number;
  readonly apiCalls: number;
}

/** Sends a file of `--gib` GiB and a smaller one, each with hashing, to a cloud of its own. */
export async function measureMemoryLarge(): Promise<readonly Table[]> {
  if (!canReadPeak) return [unmeasured];
  const gib = amount('gib', 1, 1 / 32);
  const sizes = [gib > 1 ? 1 : gib / 4, gib];
  await using site = await startSite();
  const peaks: Peaks[] = [];
  for (const size of sizes) peaks.push(await measure(site, size * GiB));
  const row = (name: string, read: (peaks: Peaks) => number | undefined) => {
    const [small, large] = peaks.map(read);
    if (small === undefined || large === undefined) return [name, 'not measured', '', ''];
    const growth = measuredWithin(large / small, maxGrowth, times);
    return [name, mebibytes(small), mebibytes(large), growth];
  };
  const calls = peaks.map(({ apiCalls }) => apiCalls);
  return [
    {
      title: 'Peak memory by size of file',
      headings: ['process', ...sizes.map((size) => `${size} GiB`), 'growth'],
      rows: [
        row('client in Node, resident', ({ nodeRss }) => nodeRss),
        row('client in Chromium, resident (renderer)', ({ tabRss }) => tabRss),
        row('client in Chromium, JavaScript heap', ({ tabHeap }) => tabHeap),
        row('npm start, resident', ({ cloudRss }) => cloudRss),
      ],
      notes: [
        'With hashing, up to 16 parts of 8 MiB at once; npm start is the greater of both uploads, counted from before them.',
        `Calls of the API by the client in Node: ${sizes.map((size, index) => `${calls[index]} for ${size} GiB`).join(', ')}.`,
      ],
    },
  ];
}

const unmeasured: Table = {
  title: 'Peak memory by size of file',
  headings: [],
  rows: [],
  notes: ['Not measured: only Linux shows the peak of another process.'],
};

async function measure(site: Site, bytes: number): Promise<Peaks> {
  await using cloud = await startLargeCloud([site.origin]);
  const path = cloud.path('large.txt');
  await warmUp(cloud);
  await makeLargeFile(path, bytes);
  await resetPeak(cloud.pid);
  const { fileId, apiCalls, peakRssBytes } = await sendByNode(cloud, { path, hash: true });
  await cloud.discard(fileId);
  await using tab = await openTab(cloud, site, path);
  const inTab = tab && (await measureTab(tab));
  const cloudRss = await readPeakBytes(cloud.pid);
  return { nodeRss: peakRssBytes, cloudRss, apiCalls, ...inTab };
}

/** The functions are started by a first upload, so that theirs is not taken for the file's. */
async function warmUp(cloud: LargeCloud): Promise<void> {
  const path = cloud.path('warm-up.txt');
  await makeLargeFile(path, sized(GiB / 8, GiB / 64));
  const { fileId } = await sendByNode(cloud, { path, hash: true });
  await cloud.discard(fileId);
}

async function measureTab(tab: Tab): Promise<{ tabRss: number; tabHeap: number }> {
  let tabHeap = 0;
  const poll = setInterval(async () => {
    tabHeap = Math.max(tabHeap, await tab.heapBytes().catch(() => 0));
  }, heapPollMilliseconds);
  try {
    await tab.sendByAirlock(true);
    const peaks = await Promise.all((await tab.rendererPids()).map(readPeakBytes));
    return { tabRss: Math.max(...peaks), tabHeap };
  } finally {
    clearInterval(poll);
  }
}
