// Bench: measures runs with faults per minute and lists their violations: every single fault, then random cases.
import fc from 'fast-check';
import { type Case, type DryRun, randomCases, singleCases } from '../test/faults/cases.ts';
import { type Engines, startEngines } from '../test/faults/engines.ts';
import { captureLogs } from '../test/faults/logs.ts';
import { dryRun, type Failure, runCases } from '../test/faults/run.ts';
import { engineOf, type ScenarioName, scenarios } from '../test/faults/scenarios.ts';
import { sized } from './small.ts';
import { type Table, within } from './table.ts';

const RANDOM_CASES_AT_ONCE = 100;

/** Runs cases for this many minutes; the same `seed` draws the same random cases. */
export async function measureFaults({
  minutes = sized(2, 0.1),
  seed,
}: {
  readonly minutes?: number;
  readonly seed: number;
}): Promise<readonly Table[]> {
  using _logs = captureLogs();
  await using engines = await startEngines();
  const calm: DryRun[] = [];
  for (const name of Object.keys(scenarios) as ScenarioName[]) {
    if (engines.clamd || engineOf(name) !== 'clamd') calm.push(await dryRun(engines, name));
  }
  const until = performance.now() + minutes * 60_000;
  const singles = await playUntil(engines, calm.flatMap(singleCases), until);
  const drawn = { runs: 0, ms: 0, failures: [] as Failure[] };
  for (let round = 0; performance.now() < until; round += 1) {
    const cases = fc.sample(fc.oneof(...calm.map(randomCases)), {
      seed: seed + round,
      numRuns: RANDOM_CASES_AT_ONCE,
    });
    const played = await playUntil(engines, cases, until);
    drawn.runs += played.runs;
    drawn.ms += played.ms;
    drawn.failures.push(...played.failures);
  }
  const failures = [...singles.failures, ...drawn.failures];
  return [
    {
      title: `Faults in ${calm.length} scenarios`,
      headings: ['faults', 'runs', 'per minute', 'with violations'],
      rows: [row('one in each run', singles), row('two or three at once', drawn)],
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

const row = (name: string, { runs, ms, failures }: Omit<Played, 'cases'>) => [
  name,
  String(runs),
  ms > 0 ? ((runs / ms) * 60_000).toFixed(0) : '',
  within(failures.length, 0),
];
