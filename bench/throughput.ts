// Bench: how much one machine's cloud carries, and how that compares with a request that does nothing.
import { randomUUID } from 'node:crypto';
import { median } from './median.ts';
import { sized } from './small.ts';
import type { Table } from './table.ts';
import { startTemporaryCloud } from './temporary-cloud.ts';
import { type ApiClient, signIn } from './throughput/api-client.ts';

/** What one client does again and again. */
interface Act {
  readonly name: string;
  /** How often in all, over every round. */
  readonly count: number;
  run(api: ApiClient): Promise<void>;
}

const bytes = new TextEncoder().encode('Airlock '.repeat(640));
const claim = {
  collection: 'documents',
  filename: 'note.txt',
  contentType: 'text/plain',
  size: bytes.byteLength,
};

const nothing: Act = {
  name: 'nothing: GET of what is no id',
  count: 300,
  run: (api) => api.requireNotFound('no-id'),
};
const acts: readonly Act[] = [
  nothing,
  {
    name: 'look: GET of an unknown id',
    count: 300,
    run: (api) => api.requireNotFound(randomUUID()),
  },
  {
    name: 'issue',
    count: 300,
    run: async (api) => {
      await api.issue(claim);
    },
  },
  {
    name: 'issue → post → ready',
    count: 200,
    run: async (api) => {
      const issued = await api.issue(claim);
      await api.post(issued, bytes);
      await api.awaitReady(issued.file.id);
    },
  },
];

const clientCounts = [1, 8];
const rounds = sized(3, 1);
/** No turn lasts longer than this, however slow the machine. */
const turnSeconds = sized(10, 0.5);

/** Measures every act with few and many clients, in turns. */
export async function measureThroughput(): Promise<readonly Table[]> {
  await using cloud = await startTemporaryCloud();
  const api = await signIn(cloud.addresses, 'alice');
  const rates = new Map<string, number[]>();
  // The first round starts the functions and counts for nothing.
  for (let round = 0; round <= rounds; round += 1) {
    for (const act of acts) {
      for (const clients of clientCounts) {
        const rate = await takeTurn(api, act, clients);
        if (round > 0) rates.set(keyOf(act, clients), [...ratesOf(rates, act, clients), rate]);
      }
      // What one act leaves behind must not slow down the next.
      await cloud.idle();
    }
  }
  const rateOf = (act: Act, clients: number) => median(ratesOf(rates, act, clients));
  return [
    {
      title: 'Throughput of the local cloud',
      headings: [
        'act',
        ...clientCounts.flatMap((clients) => [`× nothing, ${clients} at once`, 'per second']),
      ],
      rows: acts.map((act) => [
        act.name,
        ...clientCounts.flatMap((clients) => [
          `${(rateOf(nothing, clients) / rateOf(act, clients)).toFixed(1)} ×`,
          rateOf(act, clients).toFixed(0),
        ]),
      ]),
      notes: [
        'Nothing is gateway, authorizer and function without AWS; × shows how many of those an act costs.',
        `The clients share this process with the gateway. Median of ${rounds} rounds in turns; files of 5 KiB.`,
      ],
    },
  ];
}

/** One turn of an act: acts per second. */
async function takeTurn(api: ApiClient, act: Act, clients: number): Promise<number> {
  const since = performance.now();
  const secondsGone = () => (performance.now() - since) / 1000;
  const count = Math.ceil(act.count / rounds);
  let begun = 0;
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (begun < count && secondsGone() < turnSeconds) {
        begun += 1;
        await act.run(api);
        done += 1;
      }
    }),
  );
  return done / secondsGone();
}

const keyOf = ({ name }: Act, clients: number): string => `${name}, ${clients}`;
const ratesOf = (rates: ReadonlyMap<string, number[]>, act: Act, clients: number): number[] =>
  rates.get(keyOf(act, clients)) ?? [];
