// A load run as tables: by operation, and in all.
import { percentile, sum } from '../measure.ts';
import {
  type Cell,
  inThousands,
  measuredWithin,
  mebibytes,
  type Table,
  tableOf,
  times,
  within,
} from '../table.ts';
import type { Aftermath } from './aftermath.ts';
import type { Activity, Load, Sample } from './crowd.ts';
import { askers, faultKinds, type NetworkAccount } from './faulty-network.ts';
import type { LoggedFailure } from './logged-failures.ts';
import { growthOf, type Memory } from './memory.ts';

/** All results of a run. */
export interface Run {
  readonly load: Load;
  readonly faultShare: number;
  readonly activity: Activity;
  readonly network: NetworkAccount;
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

const failed = (samples: readonly Sample[]) =>
  samples.flatMap(({ name, error }) => (error === undefined ? [] : `${name}: ${error}`));
/** How long operations took that succeeded after the warm-up. */
const durations = (samples: readonly Sample[]) =>
  samples
    .filter(({ error, isWarmUp }) => error === undefined && !isWarmUp)
    .map(({ milliseconds }) => milliseconds);

function inAll({ load, faultShare, activity, network, aftermath }: Run): Table {
  const { seconds, samples } = activity;
  const count = durations(samples).length;
  const errors = failed(samples);
  const requests = sum(askers.map((asker) => network.traffic[asker].requests));
  const { deadLetters, expiredUploads, findings, wrong } = aftermath;
  const figures: Readonly<Record<string, Cell>> = {
    'minutes, after so many of warm-up': `${(seconds / 60).toFixed(1)}, ${load.warmUpMinutes}`,
    'clients, of so many people': `${load.clients}, ${load.people.length}`,
    operations: inThousands(count),
    'operations per second': (count / seconds).toFixed(1),
    'requests per second, of clients and of functions': (requests / activity.allSeconds).toFixed(0),
    'errors that clients saw': within(errors.length, 0),
    'seconds until nothing was under way any more': aftermath.seconds.toFixed(1),
    'dead letters, redriven': deadLetters.length,
    'unknown uploads in parts, left to the bucket’s lifecycle': expiredUploads,
    'what Reconcile found': within(sum(Object.values(findings)), 0),
    'what is wrong in bucket and table at the end': within(wrong.length, 0),
  };
  return {
    title: 'In all',
    headings: ['figure', 'value'],
    rows: Object.entries(figures),
    notes: [
      `A client pauses up to ${load.maxPauseMilliseconds / 1000} s between two operations. ${faultShare * 100} % of all requests fail. Errors and the audit are those of the warm-up, too.`,
      ...someOf('Seen', errors),
      ...someOf('Dead', deadLetters),
      ...someOf('Wrong', wrong),
    ],
  };
}

const someOf = (what: string, sentences: readonly string[]): readonly string[] =>
  sentences.slice(0, shownSentences).map((sentence) => `${what}: ${sentence}`);

function byOperation({ activity: { samples, seconds } }: Run): Table {
  const milliseconds = (took: readonly number[], share: number) =>
    took.length > 0 ? `${inThousands(Math.round(percentile(took, share)))} ms` : '';
  const operations = [...Map.groupBy(samples, ({ name }) => name)];
  return tableOf(
    'By operation',
    operations
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([operation, some]) => {
        const took = durations(some);
        return {
          operation,
          count: inThousands(took.length),
          'per second': (took.length / seconds).toFixed(2),
          p50: milliseconds(took, 0.5),
          p99: milliseconds(took, 0.99),
          errors: within(failed(some).length, 0),
        };
      }),
    'Times are what a client waits, with all faults and repetitions, and with the judging where it says “until”.',
  );
}

function byFault({ network: { traffic, accidents } }: Run): Table {
  return {
    title: 'Faults',
    headings: ['requests of', 'in all', ...faultKinds, 'share'],
    rows: askers.map((asker) => {
      const { requests, faults } = traffic[asker];
      const counts = faultKinds.map((kind) => faults[kind] ?? 0);
      const percent = (sum(counts) / Math.max(1, requests)) * 100;
      return [`${asker}s`, ...[requests, ...counts].map(inThousands), `${percent.toFixed(2)} %`];
    }),
    notes: [
      'Refused is a 5xx and throttled a 429 or its like, both without effect; a lost request had none either, a lost answer had.',
      `Connections that broke without being struck: ${accidents}.`,
    ],
  };
}

const logged = ({ failures }: Run): Table =>
  tableOf(
    'What functions logged as failures',
    failures
      .slice(0, shownSentences)
      .map((each) => ({ function: each.function, failure: each.what, times: each.count })),
    failures.length > 0
      ? 'Each was answered with a 5xx or left in its queue, and tried again.'
      : 'Nothing: the retries of the SDK hid every fault.',
  );

function byMemory({ load, memory }: Run): Table {
  const row = (
    name: string,
    figure: Exclude<keyof Memory, 'atSeconds'>,
    format: (value: number) => string,
  ) => {
    const { first, last, ratio } = growthOf(memory, load.warmUpMinutes * 60, figure);
    return {
      'of the process': name,
      'first third': format(first),
      'last third': format(last),
      'last ÷ first': figure === 'threads' ? '' : measuredWithin(ratio, maxMemoryRatio, times),
    };
  };
  return tableOf(
    'Memory of the cloud',
    [
      row('resident, with all its workers', 'residentBytes', mebibytes),
      row('main heap', 'heapBytes', mebibytes),
      row('threads, one for each environment of a function', 'threads', inThousands),
    ],
    'Medians of what was seen every second after the warm-up; the crowd and the network run in child processes.',
  );
}
