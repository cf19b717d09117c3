// Bench: from the verdict to the webhook, and what an event adds to the price of a million uploads.
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { AirlockEvent } from '../client/airlock.ts';
import { percentile } from './measure.ts';
import { sized } from './options.ts';
import { exactly, type Table, times, within } from './table.ts';
import { startTemporaryCloud, temporaryDirectory } from './temporary.ts';
import { signIn } from './user.ts';

const uploads = sized(200, 10);
const atOnce = sized(8, 2);
const configModule = join(import.meta.dirname, '..', 'lambdas', 'config', 'config.ts');

/** USD for a million, us-east-1, from the services' price pages as of 2026-09. */
const prices = { event: 1, lambdaRequest: 0.2, sqsRequest: 0.4 } as const;

/** Uploads files and measures when each event arrives at a webhook. */
export async function measureEvents(): Promise<readonly Table[]> {
  const arrivals = new Map<string, { readonly seconds: number; readonly count: number }>();
  const server = createServer(async (request, response) => {
    const { data } = (await json(request)) as { readonly data: AirlockEvent };
    const known = arrivals.get(data.id);
    const seconds = known?.seconds ?? (Date.now() - Date.parse(data.time)) / 1000;
    arrivals.set(data.id, { seconds, count: (known?.count ?? 0) + 1 });
    response.writeHead(204).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  await using directory = await temporaryDirectory();
  const configFile = directory.path('events.config.ts');
  const config = {
    collections: { notes: { types: ['text/plain'], maxBytes: 1_000 } },
    events: { webhooks: [{ name: 'bench', url: `http://127.0.0.1:${port}/` }] },
  };
  await writeFile(
    configFile,
    `import { defineConfig } from ${JSON.stringify(configModule)};
     export default defineConfig(${JSON.stringify(config)});`,
  );
  await using cloud = await startTemporaryCloud({ configFile });
  const { airlock } = await signIn(cloud.addresses, 'alice');
  let begun = 0;
  const uploadRest = async () => {
    while (begun < uploads) {
      begun += 1;
      const file = new File([`note ${begun}`], 'note.txt', { type: 'text/plain' });
      await airlock.upload(file, { collection: 'notes' });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, uploadRest));
  await cloud.idle();
  server.close();

  const seconds = [...arrivals.values()].map((arrival) => arrival.seconds);
  const half = percentile(seconds, 0.5);
  const deliveries = [...arrivals.values()].reduce((sum, { count }) => sum + count, 0);
  return [delays(seconds, half, deliveries), cost()];
}

const delays = (seconds: readonly number[], half: number, deliveries: number): Table => ({
  title: `From the verdict to the webhook, ${uploads} uploads, ${atOnce} at once`,
  headings: ['events', 'deliveries', 'half of them', '99 of 100', '99 of 100 to half'],
  rows: [
    [
      exactly(seconds.length, uploads),
      within(deliveries, uploads),
      `${half.toFixed(2)} s`,
      `${percentile(seconds, 0.99).toFixed(2)} s`,
      times(percentile(seconds, 0.99) / half),
    ],
  ],
  notes: [
    'From the time in the record to the arrival at a receiver on the same machine: stream, relay, bus, queue and function.',
  ],
});

/** What events add to a million uploads, each of which becomes ready alone. */
function cost(): Table {
  const relay = prices.event + prices.lambdaRequest;
  // EventBridge sends the message, Lambda receives it and deletes it.
  const webhook = 3 * prices.sqsRequest + prices.lambdaRequest;
  const row = (name: string, usd: number): string[] => [
    name,
    `$${usd.toFixed(2)}`,
    times(usd / relay),
  ];
  return {
    title: 'Events of a million uploads, by list price, without the time that functions run',
    headings: ['with', 'added', 'to the bus alone'],
    rows: [
      row('no events', 0),
      row('the bus alone', relay),
      row('the bus and one webhook', relay + webhook),
      row('the bus and two webhooks', relay + 2 * webhook),
    ],
    notes: [
      'Without events the filter of the stream keeps changes from the relay, which costs nothing.',
    ],
  };
}
