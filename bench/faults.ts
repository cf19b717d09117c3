// Bench: how many runs with faults a minute sees, and what they leave behind: first every single fault, then storms.
import fc from 'fast-check';
import { type Case, type DryRun, singleCases, storms } from '../test/faults/cases.ts';
import { type Engines, startEngines } from '../test/faults/engines.ts';
import { takeLogs } from '../test/faults/logs.ts';
import { dryRun, type Failure, playAll } from '../test/faults/run.ts';
import { engineOf, type ScenarioName, scenarios } from '../test/faults/scenarios.ts';
import { type Table, within } from './table.ts';

const STORMS_AT_ONCE = 100;

/** Plays for so many minutes; the same `seed` draws the same storms. */
export async function measureFaults({
  minutes = 2,
  seed,
}: {
  readonly minutes?: number;
  readonly seed: number;
}): Promise<readonly Table[]> {
  using _logs = takeLogs();
  await using engines = await startEngines();
  const calm: DryRun[] = [];
  for (const name of Object.keys(scenarios) as ScenarioName[]) {
    if (engines.clamd || engineOf(name) !== 'clamd') calm.push(await dryRun(engines, name));
  }
  const until = performance.now() + minutes * 60_000;
  const singles = await playUntil(engines, calm.flatMap(singleCases), until);
  const drawn = { runs: 0, ms: 0, failures: [] as Failure[] };
  for (let round = 0; performance.now() < until; round += 1) {
    const cases = fc.sample(fc.oneof(...calm.map(storms)), {
      seed: seed + round,
      numRuns: STORMS_AT_ONCE,
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
      headings: ['faults', 'runs', 'per minute', 'left something wrong'],
      rows: [row('one in each run', singles), row('two or three at once', drawn)],
      notes: [
        `${singles.cases} cases of one fault make them exhaustive; the rest of ${minutes} minutes is storms, from --seed=${seed}.`,
        ...failures.map(({ line, wrong }) => `AIRLOCK_FAULT='${line}': ${wrong.join('; ')}`),
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
  const failures = await playAll(engines, inTime());
  return { cases: cases.length, runs, ms: performance.now() - since, failures };
}

const row = (name: string, { runs, ms, failures }: Omit<Played, 'cases'>) => [
  name,
  String(runs),
  ms > 0 ? ((runs / ms) * 60_000).toFixed(0) : '',
  within(failures.length, 0),
];
