// A load run as tables: by operation, and in all.
import { percentile } from '../measure.ts';
import { measuredWithin, mebibytes, type Table, times, within } from '../table.ts';
import type { Aftermath } from './aftermath.ts';
import type { Activity, Load } from './crowd.ts';
import type { CrowdCalls } from './crowd-process.ts';
import { askers } from './faulty-network.ts';
import { faultKinds } from './faulty-proxy.ts';
import type { LoggedFailure } from './logged-failures.ts';
import { growthOf, type Memory } from './memory.ts';

/** All that is known of a run. */
export interface Run {
  readonly load: Load;
  readonly faultShare: number;
  readonly activity: Activity;
  readonly network: Awaited<ReturnType<CrowdCalls['calm']>>;
  readonly memory: readonly Memory[];
  readonly failures: readonly LoggedFailure[];
  readonly aftermath: Aftermath;
}

/** The last third of a run may hold this much more memory than the first. */
const maxMemoryRatio = 1.15;
const shownSentences = 10;

/** The tables of a run. */
export const tablesOf = (run: Run): readonly Table[] => [
  inAll(run),
  byOperation(run),
  byFault(run),
  logged(run),
  byMemory(run),
];

const whole = (number: number): string => number.toLocaleString('en');
const sum = (values: Iterable<number>): number => [...values].reduce((all, each) => all + each, 0);
const lengths = (book: ReadonlyMap<string, readonly unknown[]>) =>
  sum([...book.values()].map(({ length }) => length));

function inAll({ load, faultShare, activity, network, aftermath }: Run): Table {
  const { seconds, durations, errors } = activity;
  const count = lengths(durations);
  const requests = sum(askers.map((asker) => network.traffic[asker].requests));
  const { deadLetters, expiredUploads, findings, wrong } = aftermath;
  return {
    title: 'In all',
    headings: ['figure', 'value'],
    rows: [
      ['minutes, after so many of warm-up', `${(seconds / 60).toFixed(1)}, ${load.warmUpMinutes}`],
      ['clients, of so many people', `${load.clients}, ${load.people.length}`],
      ['operations', whole(count)],
      ['operations per second', (count / seconds).toFixed(1)],
      [
        'requests per second, of clients and of functions',
        (requests / activity.allSeconds).toFixed(0),
      ],
      ['errors that clients saw', within(lengths(errors), 0)],
      ['seconds until nothing was under way any more', aftermath.seconds.toFixed(1)],
      ['dead letters, redriven', whole(deadLetters.length)],
      ['unknown uploads in parts, left to the bucket’s lifecycle', whole(expiredUploads)],
      ['what Reconcile found', within(sum(Object.values(findings)), 0)],
      ['what is wrong in bucket and table at the end', within(wrong.length, 0)],
    ],
    notes: [
      `A client pauses up to ${load.maxPauseMilliseconds / 1000} s between two operations. ${faultShare * 100} % of all requests fail. Errors and the audit are those of the warm-up, too.`,
      ...someOf(
        'Seen',
        [...errors].flatMap(([name, seen]) => seen.map((error) => `${name}: ${error}`)),
      ),
      ...someOf('Dead', deadLetters),
      ...someOf('Wrong', wrong),
    ],
  };
}

const someOf = (what: string, sentences: readonly string[]): readonly string[] =>
  sentences.slice(0, shownSentences).map((sentence) => `${what}: ${sentence}`);

function byOperation({ activity: { durations, errors, seconds } }: Run): Table {
  const names = [...new Set([...durations.keys(), ...errors.keys()])].sort();
  const milliseconds = (values: readonly number[], share: number) =>
    values.length > 0 ? `${whole(Math.round(percentile(values, share)))} ms` : '';
  return {
    title: 'By operation',
    headings: ['operation', 'count', 'per second', 'p50', 'p99', 'errors'],
    rows: names.map((name) => {
      const took = durations.get(name) ?? [];
      return [
        name,
        whole(took.length),
        (took.length / seconds).toFixed(2),
        milliseconds(took, 0.5),
        milliseconds(took, 0.99),
        within(errors.get(name)?.length ?? 0, 0),
      ];
    }),
    notes: [
      'Times are what a client waits, with all faults and repetitions, and with the judging where it says “until”.',
    ],
  };
}

function byFault({ network: { traffic, accidents } }: Run): Table {
  return {
    title: 'Faults',
    headings: ['requests of', 'in all', ...faultKinds, 'share'],
    rows: askers.map((asker) => {
      const { requests, faults } = traffic[asker];
      const share = sum(Object.values(faults)) / Math.max(1, requests);
      return [
        `${asker}s`,
        whole(requests),
        ...faultKinds.map((kind) => whole(faults[kind])),
        `${(share * 100).toFixed(2)} %`,
      ];
    }),
    notes: [
      'Refused is a 5xx and throttled a 429 or its like, both without effect; a lost request had none either, a lost answer had.',
      `Connections that broke without being struck: ${accidents}.`,
    ],
  };
}

const logged = ({ failures }: Run): Table => ({
  title: 'What functions logged as failures',
  headings: ['function', 'failure', 'times'],
  rows: failures
    .slice(0, shownSentences)
    .map((each) => [each.function, each.what, whole(each.count)]),
  notes: [
    failures.length > 0
      ? 'Each was answered with a 5xx or left in its queue, and tried again.'
      : 'Nothing: the retries of the SDK hid every fault.',
  ],
});

function byMemory({ load, memory }: Run): Table {
  const row = (name: string, bytesOf: (each: Memory) => number) => {
    const { first, last, ratio } = growthOf(memory, load.warmUpMinutes * 60, bytesOf);
    const growth = measuredWithin(ratio, maxMemoryRatio, times);
    return [name, mebibytes(first), mebibytes(last), growth];
  };
  const threads = growthOf(memory, load.warmUpMinutes * 60, (each) => each.threads);
  return {
    title: 'Memory of the cloud',
    headings: ['of the process', 'first third', 'last third', 'last ÷ first'],
    rows: [
      row('resident, with all its workers', ({ residentBytes }) => residentBytes),
      row('main heap', ({ heapBytes }) => heapBytes),
      [
        'threads, one for each environment of a function',
        whole(threads.first),
        whole(threads.last),
        '',
      ],
    ],
    notes: [
      `Medians of what was seen every second after the warm-up; the crowd and the network are a process of their own.`,
    ],
  };
}
