// Bench: uploads over a link with round trips, a window for each connection and resets, compared with other programs over the
// same link.
import { loadavg } from 'node:os';
import type { Config } from '../lambdas/config/config.ts';
import { GiB, MiB } from '../lambdas/domain/sizes.ts';
import type { Site } from '../test/built-page.ts';
import { openTab, startSite } from './large-files/browser.ts';
import { sendByCurl } from './large-files/curl.ts';
import { collection, largeConfig, makeLargeFile } from './large-files/large-cloud.ts';
import { sendByNode } from './large-files/node-client.ts';
import type { Sent } from './large-files/stopwatch.ts';
import type { LinkModel } from './link/slow-link.ts';
import { median, secondsOf, sum, takeTurns } from './measure.ts';
import { amount, isSmall, only, sized } from './options.ts';
import { inFreshProcess, startModule } from './process.ts';
import { exactly, inSeconds, measuredAtLeast, measuredWithin, tableOf, times } from './table.ts';
import { startTemporaryCloud, temporaryDirectory } from './temporary.ts';
import { signIn, type User } from './user.ts';

const rounds = amount('samples', 3, 1);
/** S3's events take this long on AWS, or longer. */
const eventDelayMs = sized(1_500, 100);
const smallFiles = amount('files', 200, 6);
const smallBytes = 50 * 1024;
const maxGapMs = 100;
const maxSmallSeconds = 7;
/** From this size on, the losses at the beginning and the end hardly count. */
const longBytes = GiB;

/** A kind of link, and the least share of it that the client has to use. */
interface Case {
  readonly name: string;
  readonly model: Omit<LinkModel, 'seed'>;
  readonly least?: { readonly node: number; readonly nodeLong: number; readonly chromium: number };
}

/** A link with a round trip of so many milliseconds, fewer in a small run. */
function linkOf(ms: number, smallMs: number, kind: string, more: Partial<LinkModel> = {}): Case {
  const roundTripMs = sized(ms, smallMs);
  const model = { roundTripMs, bytesPerSecond: 25 * MiB, ...more };
  return { name: `${roundTripMs} ms, ${kind}`, model };
}

const perConnection = (connectionBytesPerSecond: number) => ({ connectionBytesPerSecond });
const resetMiB = sized(64, 8);
const allCases: readonly Case[] = [
  {
    ...linkOf(80, 10, '4 MiB/s a connection', perConnection(4 * MiB)),
    least: { node: 0.85, nodeLong: 0.92, chromium: 0.7 },
  },
  {
    ...linkOf(80, 10, 'wide'),
    // A file of 256 MiB loses 0.8 s to connections and their slow start, as curl does, and 0.5 s to two calls of the API.
    least: { node: 0.85, nodeLong: 0.93, chromium: 0.8 },
  },
  linkOf(20, 5, '16 MiB/s a connection', perConnection(16 * MiB)),
  linkOf(200, 20, '1.6 MiB/s a connection', perConnection(1.6 * MiB)),
  linkOf(80, 10, `wide, a reset every ${resetMiB} MiB`, { resetAfterBytes: resetMiB * MiB }),
];

/** Sends one large file and many small ones over each link. Each starts its own cloud: a small run has two kinds of link. */
export async function measureLink() {
  const usual = isSmall ? [...allCases.slice(0, 1), ...allCases.slice(-1)] : allCases;
  const cases = usual.filter(({ name }) => name.startsWith(only));
  const bytes = Math.round(amount('gib', 0.25, 1 / 64) * GiB);
  const [load = 0] = loadavg();
  await using directory = await temporaryDirectory();
  await using site = await startSite();
  const path = directory.path('large.txt');
  await makeLargeFile(path, bytes);
  // Small runs send files in parts as well.
  const config = largeConfig([site.origin], sized(100, 5) * MiB);
  const rows = [];
  for (const each of cases) rows.push(...(await measureCase(each, { path, bytes, config, site })));
  const hasChromium = rows.some(({ way }) => way === inChromium);
  return tableOf(
    `A file of ${bytes / MiB} MiB and ${smallFiles} files of 50 KiB over a link of 25 MiB/s`,
    rows,
    'Shares of what the link carries in the whole time: for the client from `upload()` to the verdict, for curl its sending alone, by links made beforehand.',
    `Median of ${rounds} rounds in turns; Uppy once. S3’s events take ${eventDelayMs} ms. The load average was ${load.toFixed(1)} before; client, link, functions and S3 share the machine.`,
    'Half the round trip in each direction, two round trips before the first byte of a connection, slow start, half the window after a second of idling; one queue for all connections.',
    ...(hasChromium
      ? []
      : ['NO CHROMIUM WAS FOUND: the client and Uppy were not measured in a browser.']),
  );
}

/** A file to be sent, and the configuration of the cloud that takes it. */
type Sending = Readonly<{ path: string; bytes: number; config: Config; site: Site }>;

/** The result of one turn of a way. */
interface Turn {
  readonly seconds: number;
  /** How many files did not arrive, if that was measured. */
  readonly lost?: number;
  /** How the link was used. */
  readonly traffic?: { readonly longestGapMs: number; readonly resets: number };
}

const callLibStorage =
  inFreshProcess<typeof import('./link/lib-storage.ts')>('link/lib-storage.ts');
const inNode = 'client in Node';
const inChromium = 'client in Chromium';
const many = `${smallFiles} small files by the client in Node`;

async function measureCase({ name, model, least }: Case, { path, bytes, config, site }: Sending) {
  await using slow = startModule<typeof import('./link/slow-link.ts')>('link/slow-link.ts');
  await slow.call('open', { ...model, seed: amount('seed', 1, 1) });
  let endpoint = '';
  await using cloud = await startTemporaryCloud({
    config,
    eventDelayMs,
    async proxy(origins) {
      endpoint = await slow.call('before', origins.s3, 's3 of a signing client');
      const api = await slow.call('before', origins.api, 'api');
      return { ...origins, api, s3: await slow.call('before', origins.s3, 's3') };
    },
  });
  const { addresses, credentials } = cloud;
  const user = await signIn(addresses, 'alice');
  const target = { addresses, user };
  await using tab = await openTab(target, site, path);
  /** Sends the file by the client, and measures how much of it arrived and how. */
  const watched = (send: () => Promise<Sent>) => async (): Promise<Turn> => {
    await slow.call('takeTraffic');
    const { fileId, wholeSeconds: seconds } = await send();
    const { status, size } = await user.airlock.get(fileId);
    const lost = status === 'ready' && size === bytes ? 0 : 1;
    return { seconds, lost, traffic: await slow.call('takeTraffic') };
  };
  const s3 = { endpoint, credentials, bucket: addresses.mediaBucket };
  const ways: Record<string, () => Promise<Turn>> = {
    [inNode]: watched(() => sendByNode(target, { path, hash: true })),
    ...(tab && { [inChromium]: watched(() => tab.sendByAirlock(true)) }),
    // Ways that do not survive a reset are not measured there.
    ...(!model.resetAfterBytes && {
      'curl, 8 at once (the limit)': async () => ({
        seconds: await sendByCurl(user, bytes, (file) => `${path}-${file}`),
      }),
      '@aws-sdk/lib-storage, 8 lanes': async () => ({
        seconds: await secondsOf(() => callLibStorage('upload', path, s3)),
      }),
    }),
    [many]: () => sendMany(user),
  };
  // The functions start.
  if (!isSmall) for (const way of [inNode, many]) await ways[way]?.();
  const turnsOf = await takeTurns(ways, { rounds, warmUps: 0 });
  const measured = Object.keys(ways).map((way) => ({ way, turns: turnsOf(way) }));
  if (tab && name === allCases[0]?.name)
    measured.push({ way: 'Uppy’s @uppy/aws-s3 in Chromium', turns: [await tab.sendByUppy()] });
  const leastOf: Readonly<Record<string, number | undefined>> = {
    [inNode]: bytes >= longBytes ? least?.nodeLong : least?.node,
    [inChromium]: least?.chromium,
  };
  return measured.map(({ way, turns }) => {
    const seconds = median(turns.map((turn) => turn.seconds));
    const share = bytes / model.bytesPerSecond / seconds;
    const wanted = leastOf[way];
    const shown = wanted === undefined ? times(share) : measuredAtLeast(share, wanted, times);
    const isWatched = turns[0]?.lost !== undefined;
    const traffic = turns.flatMap((turn) => turn.traffic ?? []);
    const gapMs = traffic.length > 0 ? median(traffic.map((each) => each.longestGapMs)) : undefined;
    return {
      'round trip and window': name,
      way,
      'of the link': way === many ? measuredWithin(seconds, maxSmallSeconds, inSeconds) : shown,
      'longest gap': gapMs === undefined ? '' : gapCell(gapMs, model),
      resets: traffic.length > 0 ? sum(traffic.map((each) => each.resets)) : '',
      lost: isWatched ? exactly(sum(turns.map(({ lost = 0 }) => lost)), 0) : '',
    };
  });
}

const milliseconds = (ms: number) => `${Math.round(ms)} ms`;
/** A reset leaves another gap. */
const gapCell = (ms: number, { resetAfterBytes }: Case['model']) =>
  resetAfterBytes ? milliseconds(ms) : measuredWithin(ms, maxGapMs, milliseconds);

/** Sends many small files at once, each of other bytes. */
async function sendMany({ airlock }: User): Promise<Turn> {
  let lost = 0;
  const seconds = await secondsOf(async () => {
    const uploads = Array.from({ length: smallFiles }, (_, index) => {
      const text = `${index} `.padEnd(smallBytes, 'a small file. ');
      return airlock.upload(new File([text], `${index}.txt`, { type: 'text/plain' }), {
        collection,
      });
    });
    const files = await Promise.all(uploads);
    lost = files.filter(({ status, size }) => status !== 'ready' || size !== smallBytes).length;
  });
  return { seconds, lost };
}
