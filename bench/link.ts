// Bench: uploads over a link with round trips, a window for each connection and resets, beside curl over the same link.

import { writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { defineConfig } from '../lambdas/config/config.ts';
import { GiB, MiB } from '../lambdas/domain/sizes.ts';
import { sendByCurl } from './large-files/curl.ts';
import { collection, makeLargeFile } from './large-files/large-cloud.ts';
import { sendByNode } from './large-files/node-client.ts';
import { type LinkModel, openSlowLink } from './link/slow-link.ts';
import { median, secondsOf, takeTurns } from './measure.ts';
import { amount, isSmall, sized } from './options.ts';
import { exactly, type Table, times } from './table.ts';
import { startTemporaryCloud, temporaryDirectory } from './temporary.ts';
import { signIn } from './user.ts';

const rounds = sized(3, 1);
/** S3's events take this long on AWS, or longer. */
const eventMs = sized(1_500, 100);
const smallFiles = sized(200, 6);
const smallBytes = 50 * 1024;

/** Small runs send files in parts as well. */
const config = defineConfig({
  collections: { [collection]: { types: ['text/plain'], maxBytes: GiB } },
  multipartThresholdBytes: 5 * MiB,
  throttle: { ratePerSecond: 10_000, burst: 5_000 },
});

/** A kind of link. */
interface Case {
  readonly name: string;
  readonly model: Omit<LinkModel, 'seed'>;
}

const link = { roundTripMs: sized(80, 10), bytesPerSecond: 25 * MiB };
const allCases: readonly Case[] = [
  {
    name: `round trip ${link.roundTripMs} ms, 4 MiB/s a connection`,
    model: { ...link, connectionBytesPerSecond: 4 * MiB },
  },
  { name: `round trip ${link.roundTripMs} ms, wide`, model: link },
  {
    name: `round trip ${sized(20, 5)} ms, 16 MiB/s a connection`,
    model: { ...link, roundTripMs: sized(20, 5), connectionBytesPerSecond: 16 * MiB },
  },
  {
    name: `round trip ${sized(200, 20)} ms, 1.6 MiB/s a connection`,
    model: { ...link, roundTripMs: sized(200, 20), connectionBytesPerSecond: 1.6 * MiB },
  },
  {
    name: `round trip ${link.roundTripMs} ms, wide, a reset every ${sized(64, 8)} MiB`,
    model: { ...link, resetAfterBytes: sized(64, 8) * MiB },
  },
];

// Each starts a cloud of its own: a small run has the first kind of link, and the one with resets.
const cases = isSmall ? [...allCases.slice(0, 1), ...allCases.slice(-1)] : allCases;

/** Sends one large file and many small ones over each link. */
export async function measureLink(): Promise<readonly Table[]> {
  const bytes = Math.round(amount('gib', 0.25, 1 / 64) * GiB);
  const [load = 0] = loadavg();
  await using directory = await temporaryDirectory();
  const path = directory.path('large.txt');
  await makeLargeFile(path, bytes);
  const rows = [];
  const configFile = directory.path('airlock.config.mjs');
  await writeFile(configFile, `export default ${JSON.stringify(config)};\n`);
  for (const each of cases) rows.push(await measureCase(each, { path, bytes, configFile }));
  return [
    {
      title: `A file of ${bytes / MiB} MiB and ${smallFiles} files of 50 KiB over a link of 25 MiB/s`,
      headings: [
        'link',
        'client in Node',
        'curl, 8 at once',
        'client ÷ curl',
        'longest gap',
        'resets',
        'lost',
        'small files',
      ],
      rows,
      notes: [
        'Shares of what the link carries in the whole time: for the client from `upload()` to the verdict, for curl its sending alone by links made beforehand.',
        `Median of ${rounds} rounds in turns. S3's events take ${eventMs} ms. The load average was ${load.toFixed(1)} before; client, link, functions and S3 share the machine.`,
        'Half the round trip in each direction, two round trips before the first byte of a connection, slow start, half the window after a second of idling; one queue for all connections.',
      ],
    },
  ];
}

/** A file to be sent, and the configuration of the cloud that takes it. */
interface Sending {
  readonly path: string;
  readonly bytes: number;
  readonly configFile: string;
}

async function measureCase({ name, model }: Case, { path, bytes, configFile }: Sending) {
  await using slow = openSlowLink({ ...model, seed: amount('seed', 1, 1) });
  await using cloud = await startTemporaryCloud({
    configFile,
    eventDelayMs: eventMs,
    proxy: async (origins) => ({
      ...origins,
      api: await slow.before(origins.api),
      s3: await slow.before(origins.s3),
    }),
  });
  const user = await signIn(cloud.addresses, 'alice');
  const share = (seconds: number) => bytes / model.bytesPerSecond / seconds;
  let lost = 0;
  const gaps: number[] = [];
  let resets = 0;
  const send = async () => {
    slow.takeTraffic();
    const { fileId, wholeSeconds } = await sendByNode(
      { addresses: cloud.addresses, user },
      { path, hash: true },
    );
    const file = await user.airlock.get(fileId);
    if (file.status !== 'ready' || file.size !== bytes) lost += 1;
    const traffic = slow.takeTraffic();
    gaps.push(traffic.longestGapMs);
    resets += traffic.resets;
    return wholeSeconds;
  };
  const sendMany = () =>
    secondsOf(async () => {
      const files = await Promise.all(
        Array.from({ length: smallFiles }, (_, index) =>
          user.airlock.upload(smallFile(index), { collection }),
        ),
      );
      lost += files.filter(({ status, size }) => status !== 'ready' || size !== smallBytes).length;
    });
  const curl = () => sendByCurl({ user, path: (name) => `${path}-${name}` }, bytes);
  const hasResets = model.resetAfterBytes !== undefined;
  const ways = { send, sendMany, ...(!hasResets && { curl }) };
  const secondsOfWay = await takeTurns<number>(ways, { rounds, warmUps: sized(1, 0) });
  const client = share(median(secondsOfWay('send')));
  const limit = hasResets ? undefined : share(median(secondsOfWay('curl')));
  return [
    name,
    times(client),
    limit === undefined ? 'fails at a reset' : times(limit),
    limit === undefined ? '' : times(client / limit),
    `${Math.round(median(gaps))} ms`,
    String(resets),
    exactly(lost, 0),
    `${median(secondsOfWay('sendMany')).toFixed(1)} s`,
  ];
}

const smallFile = (index: number): File =>
  new File([`${index} `.padEnd(smallBytes, 'a small file. ')], `${index}.txt`, {
    type: 'text/plain',
  });
