// Bench: measures runs with faults per minute and lists their violations: every single fault, then random cases.
import fc from 'fast-check';
import { type Case, type DryRun, randomCases, singleCases } from '../test/faults/cases.ts';
import { type Engines, startEngines } from '../test/faults/engines.ts';
import { captureLogs } from '../test/faults/logs.ts';
import { dryRun, runCases } from '../test/faults/run.ts';
import { engineOf, type ScenarioName, scenarios } from '../test/faults/scenarios.ts';
import { sum } from './measure.ts';
import { amount, isSmall, sized } from './options.ts';
import { type Table, tableOf, times, within } from './table.ts';

const RANDOM_CASES_AT_ONCE = sized(100, 4);
/** A small run takes the first of each. */
const MAX_SCENARIOS = sized(Number.POSITIVE_INFINITY, 3);
const MAX_SINGLE_CASES = sized(Number.POSITIVE_INFINITY, 8);

type Played = Awaited<ReturnType<typeof playUntil>>;

/** Runs cases for `--minutes`; the same `--seed` draws the same random cases. */
export async function measureFaults(): Promise<Table> {
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
  const drawn: Played[] = [];
  for (let round = 0; performance.now() < until && !(isSmall && round > 0); round += 1) {
    const drawnCases = fc.sample(fc.oneof(...calm.map(randomCases)), {
      seed: seed + round,
      numRuns: RANDOM_CASES_AT_ONCE,
    });
    drawn.push(await playUntil(engines, drawnCases, until));
  }
  const row = (faults: string, played: readonly Played[]) => {
    const runs = sum(played.map((each) => each.runs));
    const ms = sum(played.map((each) => each.ms));
    return {
      faults,
      runs,
      'per minute': runs > 0 ? ((runs / ms) * 60_000).toFixed(0) : '',
      'of a run without faults': runs > 0 ? times(ms / runs / calmMs) : '',
      'with violations': within(sum(played.map(({ failures }) => failures.length)), 0),
    };
  };
  return tableOf(
    `Faults in ${calm.length} scenarios`,
    [row('one in each run', [singles]), row('two or three at once', drawn)],
    `${cases.length} cases of one fault make them exhaustive; the rest of ${minutes} minutes runs random cases, from --seed=${seed}.`,
    ...[singles, ...drawn]
      .flatMap(({ failures }) => failures)
      .map(({ line, violations }) => `AIRLOCK_FAULT='${line}': ${violations.join('; ')}`),
  );
}

/** Runs cases until there is no time left. */
async function playUntil(engines: Engines, cases: readonly Case[], until: number) {
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
  return { runs, ms: performance.now() - since, failures };
}
