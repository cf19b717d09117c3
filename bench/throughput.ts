// Bench: the throughput of one machine's cloud, compared with a request that does nothing.
import { randomUUID } from 'node:crypto';
import pMap from 'p-map';
import { median, secondsOf, takeTurns } from './measure.ts';
import { sized } from './options.ts';
import { type Table, times } from './table.ts';
import { startTemporaryCloud } from './temporary.ts';
import { issue, noteClaim, refusalOf, signIn, type User, uploadNote } from './user.ts';

type Act = (user: User) => Promise<unknown>;

const look =
  (id: string): Act =>
  async ({ api }) => {
    const code = await refusalOf(api.get(id));
    if (code !== 'not_found') throw new Error(`The API answered ${code}.`);
  };

/** The repeated act of one client. */
const acts: Readonly<Record<string, Act>> = {
  'nothing: GET of what is no id': look('no-id'),
  'look: GET of an unknown id': look(randomUUID()),
  issue: (user) => issue(user, noteClaim),
  'issue → post → ready': uploadNote,
};
const [nothing = ''] = Object.keys(acts);

/** How often a client acts in a turn, which lasts no longer than this, however slow the machine. */
const actsPerTurn = 100;
const turnSeconds = sized(10, 0.5);
const clientCounts = [1, sized(8, 2)];
const rounds = sized(3, 1);

/** Measures every act with few and many clients, in turns. */
export async function measureThroughput(): Promise<Table> {
  await using cloud = await startTemporaryCloud();
  const user = await signIn(cloud.addresses, 'alice');
  const ways = Object.entries(acts).flatMap(([name, act]) =>
    clientCounts.map((clients) => [
      `${name}, ${clients}`,
      async () => {
        const rate = await actsPerSecond(user, act, clients);
        // The files of one act must not slow down the next.
        await cloud.idle();
        return rate;
      },
    ]),
  );
  // The first round starts the functions.
  const ratesOf = await takeTurns<number>(Object.fromEntries(ways), { rounds, warmUps: 1 });
  const rateOf = (name: string, clients: number) => median(ratesOf(`${name}, ${clients}`));
  const columns = clientCounts.flatMap((clients) => [
    `nothing ÷ act, ${clients} at once`,
    'per second',
  ]);
  return {
    title: 'Throughput of the local cloud',
    headings: ['act', ...columns],
    rows: Object.keys(acts).map((name) => [
      name,
      ...clientCounts.flatMap((clients) => [
        times(rateOf(nothing, clients) / rateOf(name, clients)),
        rateOf(name, clients).toFixed(0),
      ]),
    ]),
    notes: [
      'Nothing is gateway, authorizer and function without AWS; × shows how many of those an act costs.',
      `The clients share this process with the gateway. Median of ${rounds} rounds in turns; files of 5 KiB.`,
    ],
  };
}

async function actsPerSecond(user: User, act: Act, concurrency: number): Promise<number> {
  let done = 0;
  const since = performance.now();
  const actInTime = async () => {
    if (performance.now() - since > turnSeconds * 1000) return;
    await act(user);
    done += 1;
  };
  const seconds = await secondsOf(() =>
    pMap(Array(actsPerTurn).keys(), actInTime, { concurrency }),
  );
  return done / seconds;
}
