// Bench: uploads over a link with round trips, a window for each connection and resets, beside what others reach over the same link.

import { loadavg } from 'node:os';
import { join } from 'node:path';
import { type Config, defineConfig } from '../lambdas/config/config.ts';
import { GiB, MiB } from '../lambdas/domain/sizes.ts';
import type { Site } from '../test/built-page.ts';
import { run } from './child-process.ts';
import { sendByCurl } from './large-files/curl.ts';
import { collection, makeLargeFile } from './large-files/large-cloud.ts';
import { sendByNode } from './large-files/node-client.ts';
import { startSite } from './large-files/site.ts';
import { openTab } from './large-files/tab.ts';
import type { LibStorageUpload } from './link/lib-storage.ts';
import { startSlowLink } from './link/link-thread.ts';
import type { LinkModel } from './link/slow-link.ts';
import { median, secondsOf, takeTurns } from './measure.ts';
import { amount, isSmall, only, sized } from './options.ts';
import { exactly, measuredAtLeast, measuredWithin, type Table, times } from './table.ts';
import { startTemporaryCloud, temporaryDirectory } from './temporary.ts';
import { signIn } from './user.ts';

const rounds = amount('samples', 3, 1);
/** S3's events take this long on AWS, or longer. */
const eventMs = sized(1_500, 100);
const smallFiles = amount('files', 200, 6);
const smallBytes = 50 * 1024;
const maxGapMs = 100;
const maxSmallSeconds = 7;
/** From this size on, what is lost at the beginning and the end hardly counts. */
const longBytes = GiB;

/** A kind of link, and the least share of it that the client has to use. */
interface Case {
  readonly name: string;
  readonly model: Omit<LinkModel, 'seed'>;
  readonly least?: { readonly node: number; readonly nodeLong: number; readonly chromium: number };
}

const link = { roundTripMs: sized(80, 10), bytesPerSecond: 25 * MiB };
const allCases: readonly Case[] = [
  {
    name: `${link.roundTripMs} ms, 4 MiB/s a connection`,
    model: { ...link, connectionBytesPerSecond: 4 * MiB },
    least: { node: 0.85, nodeLong: 0.92, chromium: 0.7 },
  },
  {
    name: `${link.roundTripMs} ms, wide`,
    model: link,
    // A file of 256 MiB loses 0.8 s to connections and their slow start, as curl does, and 0.5 s to two calls of the API.
    least: { node: 0.85, nodeLong: 0.93, chromium: 0.8 },
  },
  {
    name: `${sized(20, 5)} ms, 16 MiB/s a connection`,
    model: { ...link, roundTripMs: sized(20, 5), connectionBytesPerSecond: 16 * MiB },
  },
  {
    name: `${sized(200, 20)} ms, 1.6 MiB/s a connection`,
    model: { ...link, roundTripMs: sized(200, 20), connectionBytesPerSecond: 1.6 * MiB },
  },
  {
    name: `${link.roundTripMs} ms, wide, a reset every ${sized(64, 8)} MiB`,
    model: { ...link, resetAfterBytes: sized(64, 8) * MiB },
  },
];

/** Sends one large file and many small ones over each link. Each starts a cloud of its own: a small run has two kinds of link. */
export async function measureLink(): Promise<readonly Table[]> {
  const usual = isSmall ? [...allCases.slice(0, 1), ...allCases.slice(-1)] : allCases;
  const cases = usual.filter(({ name }) => name.startsWith(only));
  const bytes = Math.round(amount('gib', 0.25, 1 / 64) * GiB);
  const [load = 0] = loadavg();
  await using directory = await temporaryDirectory();
  await using site = await startSite();
  const path = directory.path('large.txt');
  await makeLargeFile(path, bytes);
  // Small runs send files in parts as well.
  const config = defineConfig({
    collections: { [collection]: { types: ['text/plain'], maxBytes: 16 * GiB } },
    origins: [site.origin],
    multipartThresholdBytes: sized(100, 5) * MiB,
    throttle: { ratePerSecond: 10_000, burst: 5_000 },
  });
  const rows = [];
  for (const each of cases) rows.push(...(await measureCase(each, { path, bytes, config, site })));
  const hasChromium = rows.some(([, way]) => way === 'client in Chromium');
  return [
    {
      title: `A file of ${bytes / MiB} MiB and ${smallFiles} files of 50 KiB over a link of 25 MiB/s`,
      headings: ['round trip and window', 'way', 'of the link', 'longest gap', 'resets', 'lost'],
      rows,
      notes: [
        'Shares of what the link carries in the whole time: for the client from `upload()` to the verdict, for curl its sending alone, by links made beforehand.',
        `Median of ${rounds} rounds in turns; Uppy once. S3’s events take ${eventMs} ms. The load average was ${load.toFixed(1)} before; client, link, functions and S3 share the machine.`,
        'Half the round trip in each direction, two round trips before the first byte of a connection, slow start, half the window after a second of idling; one queue for all connections.',
        ...(hasChromium
          ? []
          : ['NO CHROMIUM WAS FOUND: the client and Uppy were not measured in a browser.']),
      ],
    },
  ];
}

/** A file to be sent, and the configuration of the cloud that takes it. */
interface Sending {
  readonly path: string;
  readonly bytes: number;
  readonly config: Config;
  readonly site: Site;
}

/** What was seen of a way's uploads. */
interface Seen {
  readonly gapsMs: readonly number[];
  readonly resets: number;
  readonly lost: number;
}

async function measureCase({ name, model, least }: Case, { path, bytes, config, site }: Sending) {
  await using slow = startSlowLink({ ...model, seed: amount('seed', 1, 1) });
  let signingClient = '';
  await using cloud = await startTemporaryCloud({
    config,
    eventDelayMs: eventMs,
    async proxy(origins) {
      signingClient = await slow.before(origins.s3, 's3 of a signing client');
      const api = await slow.before(origins.api, 'api');
      return { ...origins, api, s3: await slow.before(origins.s3, 's3') };
    },
  });
  const { addresses, credentials } = cloud;
  const user = await signIn(addresses, 'alice');
  await using tab = await openTab({ addresses, user }, site, path);
  const seen = new Map<string, Seen>();
  /** Sends the file by the client, and records how much of it arrived and how. */
  const watched =
    (way: string, act: () => Promise<{ fileId: string; wholeSeconds: number }>) => async () => {
      await slow.takeTraffic();
      const { fileId, wholeSeconds } = await act();
      const file = await user.airlock.get(fileId);
      const isWhole = file.status === 'ready' && file.size === bytes;
      const { longestGapMs, resets } = await slow.takeTraffic();
      const before = seen.get(way) ?? { gapsMs: [], resets: 0, lost: 0 };
      seen.set(way, {
        gapsMs: [...before.gapsMs, longestGapMs],
        resets: before.resets + resets,
        lost: before.lost + (isWhole ? 0 : 1),
      });
      return wholeSeconds;
    };
  const send = watched('client in Node', () =>
    sendByNode({ addresses, user }, { path, hash: true }),
  );
  const many = `${smallFiles} small files by the client in Node`;
  let lostSmall = 0;
  const sendMany = () =>
    secondsOf(async () => {
      const files = await Promise.all(
        Array.from({ length: smallFiles }, (_, index) =>
          user.airlock.upload(smallFile(index), { collection }),
        ),
      );
      const missing = files.filter(({ status, size }) => status !== 'ready' || size !== smallBytes);
      lostSmall += missing.length;
    });
  // What does not come through a reset is not measured there.
  const others = model.resetAfterBytes
    ? {}
    : {
        'curl, 8 at once (the limit)': () =>
          sendByCurl({ user, path: (name) => `${path}-${name}` }, bytes),
        '@aws-sdk/lib-storage, 8 lanes': () =>
          secondsOf(() =>
            runLibStorage({
              path,
              endpoint: signingClient,
              credentials,
              bucket: addresses.mediaBucket,
            }),
          ),
      };
  const ways: Record<string, () => Promise<number>> = {
    'client in Node': send,
    ...(tab && {
      'client in Chromium': watched('client in Chromium', () => tab.sendByAirlock(true)),
    }),
    ...others,
    [many]: sendMany,
  };
  // The functions start.
  if (!isSmall) await send().then(sendMany);
  const secondsOfWay = await takeTurns(ways, { rounds, warmUps: 0 });
  const measured = new Map(Object.keys(ways).map((way) => [way, median(secondsOfWay(way))]));
  const isFirst = name === allCases[0]?.name;
  if (tab && isFirst)
    measured.set('Uppy’s @uppy/aws-s3 in Chromium', (await tab.sendByUppy()).seconds);
  const leastOf: Readonly<Record<string, number | undefined>> = {
    'client in Node': bytes >= longBytes ? least?.nodeLong : least?.node,
    'client in Chromium': least?.chromium,
  };
  return [...measured].map(([way, seconds]) => {
    if (way === many) {
      const inTime = measuredWithin(seconds, maxSmallSeconds, (figure) => `${figure.toFixed(1)} s`);
      return [name, way, inTime, '', '', exactly(lostSmall, 0)];
    }
    const share = bytes / model.bytesPerSecond / seconds;
    const wanted = leastOf[way];
    const shown = wanted === undefined ? times(share) : measuredAtLeast(share, wanted, times);
    const saw = seen.get(way);
    if (!saw) return [name, way, shown, '', '', ''];
    const gapMs = median(saw.gapsMs);
    const gap = model.resetAfterBytes
      ? milliseconds(gapMs)
      : measuredWithin(gapMs, maxGapMs, milliseconds);
    return [name, way, shown, gap, String(saw.resets), exactly(saw.lost, 0)];
  });
}

const milliseconds = (ms: number) => `${Math.round(ms)} ms`;

const runLibStorage = (upload: LibStorageUpload) =>
  run(process.execPath, [
    join(import.meta.dirname, 'link', 'lib-storage.ts'),
    JSON.stringify(upload),
  ]);

const smallFile = (index: number): File =>
  new File([`${index} `.padEnd(smallBytes, 'a small file. ')], `${index}.txt`, {
    type: 'text/plain',
  });
