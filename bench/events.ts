// Bench: the time from the verdict to the webhook, and the price that events add to a million uploads.
import { json } from 'node:stream/consumers';
import pMap from 'p-map';
import type { AirlockEvent } from '../client/airlock.ts';
import { defineConfig } from '../lambdas/config/config.ts';
import { openServer } from '../local/http-server.ts';
import { percentile } from './measure.ts';
import { sized } from './options.ts';
import { prices, usd } from './prices.ts';
import { exactly, type Table, tableOf, times, within } from './table.ts';
import { startTemporaryCloud } from './temporary.ts';
import { signIn } from './user.ts';

const uploads = sized(200, 10);
const atOnce = sized(8, 2);

/** Uploads files and measures when each event arrives at a webhook. */
export async function measureEvents(): Promise<readonly Table[]> {
  const arrivals = new Map<string, number>();
  let deliveries = 0;
  const server = await openServer(0);
  server.serve(async (request, response) => {
    const { data } = (await json(request)) as { readonly data: AirlockEvent };
    const seconds = (Date.now() - Date.parse(data.time)) / 1000;
    if (!arrivals.has(data.id)) arrivals.set(data.id, seconds);
    deliveries += 1;
    response.writeHead(204).end();
  });

  const config = defineConfig({
    collections: { notes: { types: ['text/plain'], maxBytes: 1_000 } },
    events: { webhooks: [{ name: 'bench', url: `${server.url}/` }] },
  });
  await using cloud = await startTemporaryCloud({ config });
  const { airlock } = await signIn(cloud.addresses, 'alice');
  const upload = async (number: number) => {
    const file = new File([`note ${number}`], 'note.txt', { type: 'text/plain' });
    await airlock.upload(file, { collection: 'notes' });
  };
  await pMap(Array(uploads).keys(), upload, { concurrency: atOnce });
  await cloud.idle();
  await server.close();

  const seconds = [...arrivals.values()];
  const half = percentile(seconds, 0.5);
  const nearlyAll = percentile(seconds, 0.99);
  const row = {
    events: exactly(seconds.length, uploads),
    deliveries: within(deliveries, uploads),
    'half of them': `${half.toFixed(2)} s`,
    '99 of 100': `${nearlyAll.toFixed(2)} s`,
    '99 of 100 to half': times(nearlyAll / half),
  };
  const title = `From the verdict to the webhook, ${uploads} uploads, ${atOnce} at once`;
  const note =
    'From the time in the record to the arrival at a receiver on the same machine: stream, relay, bus, queue and function.';
  return [tableOf(title, [row], note), cost()];
}

/** What events add to a million uploads, each of which becomes ready alone. */
function cost(): Table {
  const relay = prices.eventBridgeEvent + prices.lambdaRequest;
  // EventBridge sends the message, Lambda receives it and deletes it.
  const webhook = 3 * prices.sqsRequest + prices.lambdaRequest;
  const row = (events: string, requests: number, invocations: number, added: number) => ({
    with: events,
    'requests per upload': requests,
    invocations,
    added: usd(added),
    'to the bus alone': times(added / relay),
  });
  return tableOf(
    'Events of a million uploads, by list price, without the time that functions run',
    [
      row('no events', 0, 0, 0),
      row('the bus alone', 1, 1, relay),
      row('the bus and one webhook', 4, 2, relay + webhook),
      row('the bus and two webhooks', 7, 3, relay + 2 * webhook),
    ],
    'Without events the filter of the stream keeps changes from the relay, which costs nothing.',
  );
}
