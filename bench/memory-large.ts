// Bench: the memory that a large file takes, in the client and in the local cloud: the same for any size.
import { readFile, writeFile } from 'node:fs/promises';
import { GiB } from '../lambdas/domain/sizes.ts';
import type { Site } from '../test/built-page.ts';
import { openTab, startSite, type Tab } from './large-files/browser.ts';
import { type LargeCloud, makeLargeFile, startLargeCloud } from './large-files/large-cloud.ts';
import { sendByNode } from './large-files/node-client.ts';
import { amount, sized } from './options.ts';
import { measuredWithin, mebibytes, type Table, times } from './table.ts';

/** Tolerance for the large file: a garbage collector has no fixed size. */
const maxGrowth = 1.25;
const heapPollMilliseconds = 100;
const title = 'Peak memory by size of file';

/** Sends a file of `--gib` GiB and a smaller one, each with hashing, to a separate cloud. */
export async function measureMemoryLarge(): Promise<Table> {
  if (process.platform !== 'linux') {
    const notes = ['Not measured: only Linux shows the peak of another process.'];
    return { title, headings: [], rows: [], notes };
  }
  const gib = amount('gib', 1, 1 / 32);
  const sizes = [gib > 1 ? 1 : gib / 4, gib];
  await using site = await startSite();
  const peaks: Awaited<ReturnType<typeof measure>>[] = [];
  for (const size of sizes) peaks.push(await measure(site, size * GiB));
  type Peaks = (typeof peaks)[number];
  const row = (name: string, read: (each: Peaks) => number | undefined) => {
    const [small, large] = peaks.map(read);
    if (small === undefined || large === undefined) return [name, 'not measured', '', ''];
    const growth = measuredWithin(large / small, maxGrowth, times);
    return [name, mebibytes(small), mebibytes(large), growth];
  };
  const calls = sizes.map((size, index) => `${peaks[index]?.apiCalls} for ${size} GiB`);
  return {
    title,
    headings: ['process', ...sizes.map((size) => `${size} GiB`), 'growth'],
    rows: [
      row('client in Node, resident', ({ nodeRss }) => nodeRss),
      row('client in Chromium, resident (renderer)', ({ inTab }) => inTab?.rss),
      row('client in Chromium, JavaScript heap', ({ inTab }) => inTab?.heap),
      row('npm start, resident', ({ cloudRss }) => cloudRss),
    ],
    notes: [
      'With hashing, up to 16 parts of 8 MiB at once; npm start is the greater of both uploads, counted from before them.',
      `Calls of the API by the client in Node: ${calls.join(', ')}.`,
    ],
  };
}

/** Peaks in bytes, and the client's calls of the API. */
async function measure(site: Site, bytes: number) {
  await using cloud = await startLargeCloud([site.origin]);
  // The functions are started by a first upload, so that theirs is not taken for the file's.
  await send(cloud, 'warm-up.txt', sized(GiB / 8, GiB / 64));
  // Forgets the peak so far (proc(5): clear_refs).
  await writeFile(`/proc/${cloud.pid}/clear_refs`, '5');
  const { path, apiCalls, peakRssBytes } = await send(cloud, 'large.txt', bytes);
  await using tab = await openTab(cloud, site, path);
  const inTab = tab && (await measureTab(tab));
  const cloudRss = await readPeakBytes(cloud.pid);
  return { nodeRss: peakRssBytes, cloudRss, apiCalls, inTab };
}

async function send(cloud: LargeCloud, name: string, bytes: number) {
  const path = cloud.path(name);
  await makeLargeFile(path, bytes);
  const sent = await sendByNode(cloud, { path, hash: true });
  await cloud.discard(sent.fileId);
  return { path, ...sent };
}

async function measureTab(tab: Tab) {
  let heap = 0;
  const poll = setInterval(async () => {
    heap = Math.max(heap, await tab.heapBytes().catch(() => 0));
  }, heapPollMilliseconds);
  await tab.sendByAirlock(true).finally(() => clearInterval(poll));
  const peaks = await Promise.all((await tab.rendererPids()).map(readPeakBytes));
  return { rss: Math.max(...peaks), heap };
}

/** Bytes at the peak since the start of a process, or since its peak was forgotten (proc(5): VmHWM). */
async function readPeakBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}
