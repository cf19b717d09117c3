// Plays cases: each in a place of its own, many at once in the same engines.

import { findWrong } from './aftermath.ts';
import { type Case, type DryRun, lineOf } from './cases.ts';
import type { Engines } from './engines.ts';
import { engineOf, type ScenarioName, scenarios } from './scenarios.ts';
import { type Sabotage, Stage } from './stage.ts';

/** A case that did not end well. */
export interface Failure {
  readonly line: string;
  readonly wrong: readonly string[];
}

// Most of a run is waiting, for the engines and for the SDK's own pauses between attempts.
const AT_ONCE = 12;

/** Plays a scenario in calm weather, and counts what could be struck. */
export async function dryRun(engines: Engines, scenario: ScenarioName): Promise<DryRun> {
  const engine = engineOf(scenario);
  using stage = await Stage.open(engines, { engine, faults: [], patience: 'hasty' });
  await scenarios[scenario](stage);
  const counted = {
    scenario,
    requests: [...stage.storm.seen],
    asked: new Set(stage.asked),
    events: stage.handOffs.counts,
  };
  const wrong = await findWrong(stage);
  if (wrong.length > 0) throw new Error(`${scenario} fails in calm weather: ${wrong.join('; ')}`);
  await stage.place.keepTable();
  return counted;
}

/** Plays one case; gives what is wrong afterwards. */
export async function play(
  engines: Engines,
  { scenario, ...options }: Case,
  sabotage?: Sabotage,
): Promise<string[]> {
  using stage = await Stage.open(engines, { engine: engineOf(scenario), ...options, sabotage });
  await scenarios[scenario](stage);
  const wrong = await findWrong(stage);
  if (wrong.length === 0) await stage.place.keepTable();
  return wrong;
}

/** Plays all cases, a few at once; gives those that failed. */
export async function playAll(
  engines: Engines,
  cases: Iterable<Case>,
  sabotage?: Sabotage,
): Promise<Failure[]> {
  const failures: Failure[] = [];
  const left = cases[Symbol.iterator]();
  const worker = async () => {
    for (let next = left.next(); !next.done; next = left.next()) {
      const line = lineOf(next.value);
      const wrong = await play(engines, next.value, sabotage).catch((error: Error) => [
        `the run broke: ${error.stack ?? error}`,
      ]);
      if (wrong.length > 0) failures.push({ line, wrong });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return failures;
}
