// Bench: how much one machine's cloud carries, and how that compares with a request that does nothing.
import { randomUUID } from 'node:crypto';
import { median, takeTurns } from './measure.ts';
import { sized } from './options.ts';
import { type Table, times } from './table.ts';
import { startTemporaryCloud } from './temporary.ts';
import { awaitReady, issue, postForm, refusalOf, signIn, textClaim, type User } from './user.ts';

/** What one client does again and again. */
interface Act {
  readonly name: string;
  /** How often in all, over every round. */
  readonly count: number;
  run(user: User): Promise<unknown>;
}

const bytes = new TextEncoder().encode('Airlock '.repeat(640));
const claim = textClaim(bytes.byteLength);

const nothing: Act = {
  name: 'nothing: GET of what is no id',
  count: 300,
  run: ({ api }) => requireNotFound(api.get('no-id')),
};
const acts: readonly Act[] = [
  nothing,
  {
    name: 'look: GET of an unknown id',
    count: 300,
    run: ({ api }) => requireNotFound(api.get(randomUUID())),
  },
  { name: 'issue', count: 300, run: (user) => issue(user, claim) },
  {
    name: 'issue → post → ready',
    count: 200,
    run: async (user) => {
      const issued = await issue(user, claim);
      await postForm(issued, bytes);
      await awaitReady(user, issued.file.id);
    },
  },
];

async function requireNotFound(call: Promise<unknown>): Promise<void> {
  const code = await refusalOf(call);
  if (code !== 'not_found') throw new Error(`The API answered ${code}.`);
}

const clientCounts = [1, sized(8, 2)];
const rounds = sized(3, 1);
/** No turn lasts longer than this, however slow the machine. */
const turnSeconds = sized(10, 0.5);

/** Measures every act with few and many clients, in turns. */
export async function measureThroughput(): Promise<readonly Table[]> {
  await using cloud = await startTemporaryCloud();
  const user = await signIn(cloud.addresses, 'alice');
  const nameOf = ({ name }: Act, clients: number) => `${name}, ${clients}`;
  const ways = acts.flatMap((act) =>
    clientCounts.map((clients) => [
      nameOf(act, clients),
      async () => {
        const rate = await actsPerSecond(user, act, clients);
        // What one act leaves behind must not slow down the next.
        await cloud.idle();
        return rate;
      },
    ]),
  );
  // The first round starts the functions.
  const ratesOf = await takeTurns<number>(Object.fromEntries(ways), { rounds, warmUps: 1 });
  const rateOf = (act: Act, clients: number) => median(ratesOf(nameOf(act, clients)));
  return [
    {
      title: 'Throughput of the local cloud',
      headings: [
        'act',
        ...clientCounts.flatMap((clients) => [`nothing ÷ act, ${clients} at once`, 'per second']),
      ],
      rows: acts.map((act) => [
        act.name,
        ...clientCounts.flatMap((clients) => [
          times(rateOf(nothing, clients) / rateOf(act, clients)),
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

async function actsPerSecond(user: User, act: Act, clients: number): Promise<number> {
  const since = performance.now();
  const secondsGone = () => (performance.now() - since) / 1000;
  const count = Math.ceil(act.count / rounds);
  let begun = 0;
  let done = 0;
  const repeat = async () => {
    while (begun < count && secondsGone() < turnSeconds) {
      begun += 1;
      await act.run(user);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, repeat));
  return done / secondsGone();
}
