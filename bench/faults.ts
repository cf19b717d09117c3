// Bench: measures runs with faults per minute and lists their violations: every single fault, then random cases.
import fc from 'fast-check';
import { type Case, type DryRun, randomCases, singleCases } from '../test/faults/cases.ts';
import { type Engines, startEngines } from '../test/faults/engines.ts';
import { captureLogs } from '../test/faults/logs.ts';
import { dryRun, type Failure, runCases } from '../test/faults/run.ts';
import { engineOf, type ScenarioName, scenarios } from '../test/faults/scenarios.ts';
import { amount, isSmall, sized } from './options.ts';
import { type Table, times, within } from './table.ts';

const RANDOM_CASES_AT_ONCE = sized(100, 4);
/** A small run takes the first of each. */
const MAX_SCENARIOS = sized(Number.POSITIVE_INFINITY, 3);
const MAX_SINGLE_CASES = sized(Number.POSITIVE_INFINITY, 8);

/** Runs cases for `--minutes`; the same `--seed` draws the same random cases. */
export async function measureFaults(): Promise<readonly Table[]> {
  const minutes = amount('minutes', 2, 0);
  const seed = amount('seed', 1, 1);
  using _logs = captureLogs();
  await using engines = await startEngines();
  const calm: DryRun[] = [];
  const since = performance.now();
  const names = Object.keys(scenarios).slice(0, MAX_SCENARIOS) as ScenarioName[];
  for (const name of names) {
    if (engines.clamd || engineOf(name) !== 'clamd') calm.push(await dryRun(engines, name));
  }
  const calmMs = (performance.now() - since) / calm.length;
  const until = isSmall ? Number.POSITIVE_INFINITY : performance.now() + minutes * 60_000;
  const cases = calm.flatMap(singleCases).slice(0, MAX_SINGLE_CASES);
  const singles = await playUntil(engines, cases, until);
  const drawn = { runs: 0, ms: 0, failures: [] as Failure[] };
  for (let round = 0; performance.now() < until && !(isSmall && round > 0); round += 1) {
    const drawnCases = fc.sample(fc.oneof(...calm.map(randomCases)), {
      seed: seed + round,
      numRuns: RANDOM_CASES_AT_ONCE,
    });
    const played = await playUntil(engines, drawnCases, until);
    drawn.runs += played.runs;
    drawn.ms += played.ms;
    drawn.failures.push(...played.failures);
  }
  const failures = [...singles.failures, ...drawn.failures];
  return [
    {
      title: `Faults in ${calm.length} scenarios`,
      headings: ['faults', 'runs', 'per minute', 'of a run without faults', 'with violations'],
      rows: [row('one in each run', singles, calmMs), row('two or three at once', drawn, calmMs)],
      notes: [
        `${singles.cases} cases of one fault make them exhaustive; the rest of ${minutes} minutes runs random cases, from --seed=${seed}.`,
        ...failures.map(
          ({ line, violations }) => `AIRLOCK_FAULT='${line}': ${violations.join('; ')}`,
        ),
      ],
    },
  ];
}

interface Played {
  readonly cases: number;
  readonly runs: number;
  readonly ms: number;
  readonly failures: readonly Failure[];
}

async function playUntil(engines: Engines, cases: readonly Case[], until: number): Promise<Played> {
  const since = performance.now();
  let runs = 0;
  function* inTime() {
    for (const each of cases) {
      if (performance.now() > until) return;
      runs += 1;
      yield each;
    }
  }
  const failures = await runCases(engines, inTime());
  return { cases: cases.length, runs, ms: performance.now() - since, failures };
}

const row = (name: string, { runs, ms, failures }: Omit<Played, 'cases'>, calmMs: number) => [
  name,
  String(runs),
  runs > 0 ? ((runs / ms) * 60_000).toFixed(0) : '',
  runs > 0 ? times(ms / runs / calmMs) : '',
  within(failures.length, 0),
];
