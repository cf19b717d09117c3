// Bench: from the verdict to the webhook, and what an event adds to the price of a million uploads.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { AirlockEvent } from '../client/airlock.ts';
import { defineConfig } from '../lambdas/config/config.ts';
import { repeat } from './at-once.ts';
import { percentile } from './measure.ts';
import { sized } from './options.ts';
import { prices, usd } from './prices.ts';
import { exactly, type Table, times, within } from './table.ts';
import { startTemporaryCloud } from './temporary.ts';
import { signIn } from './user.ts';

const uploads = sized(200, 10);
const atOnce = sized(8, 2);

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

  const config = defineConfig({
    collections: { notes: { types: ['text/plain'], maxBytes: 1_000 } },
    events: { webhooks: [{ name: 'bench', url: `http://127.0.0.1:${port}/` }] },
  });
  await using cloud = await startTemporaryCloud({ config });
  const { airlock } = await signIn(cloud.addresses, 'alice');
  await repeat(uploads, atOnce, (number) => {
    const file = new File([`note ${number}`], 'note.txt', { type: 'text/plain' });
    return airlock.upload(file, { collection: 'notes' });
  });
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
  const relay = prices.eventBridgeEvent + prices.lambdaRequest;
  // EventBridge sends the message, Lambda receives it and deletes it.
  const webhook = 3 * prices.sqsRequest + prices.lambdaRequest;
  const row = (name: string, requests: number, invocations: number, added: number) => [
    ...[name, String(requests), String(invocations)],
    ...[usd(added), times(added / relay)],
  ];
  return {
    title: 'Events of a million uploads, by list price, without the time that functions run',
    headings: ['with', 'requests per upload', 'invocations', 'added', 'to the bus alone'],
    rows: [
      row('no events', 0, 0, 0),
      row('the bus alone', 1, 1, relay),
      row('the bus and one webhook', 4, 2, relay + webhook),
      row('the bus and two webhooks', 7, 3, relay + 2 * webhook),
    ],
    notes: [
      'Without events the filter of the stream keeps changes from the relay, which costs nothing.',
    ],
  };
}
