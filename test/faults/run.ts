// Runs cases concurrently in shared engines, each with its own resources.

import { findViolations } from './audit.ts';
import { type Case, type DryRun, lineOf } from './cases.ts';
import type { Engines } from './engines.ts';
import { type BrokenAdapters, Environment } from './environment.ts';
import { engineOf, hasWebhook, type ScenarioName, scenarios } from './scenarios.ts';

/** A case with violations. */
export interface Failure {
  readonly line: string;
  readonly violations: readonly string[];
}

// A run mostly waits: for the engines and for the SDK's retry delays.
const CONCURRENCY = 12;

/** The configuration that a scenario takes. */
const placeOf = (scenario: ScenarioName) => ({
  engine: engineOf(scenario),
  hasWebhook: hasWebhook(scenario),
});

/** Runs a scenario without faults and counts the requests and events that can get one. */
export async function dryRun(engines: Engines, scenario: ScenarioName): Promise<DryRun> {
  using env = await Environment.open(engines, {
    ...placeOf(scenario),
    ...{ faults: [], client: 'once' },
  });
  await scenarios[scenario](env);
  const counted = {
    scenario,
    requests: [...env.injector.seen],
    asked: new Set(env.calledFunctions),
    events: env.handOffs.counts,
  };
  const violations = await findViolations(env);
  if (violations.length > 0)
    throw new Error(`${scenario} fails without faults: ${violations.join('; ')}`);
  await env.resources.recycleTable();
  return counted;
}

/** Runs one case; returns its violations. */
async function runCase(
  engines: Engines,
  { scenario, ...options }: Case,
  broken?: BrokenAdapters,
): Promise<string[]> {
  using env = await Environment.open(engines, { ...placeOf(scenario), ...options, broken });
  await scenarios[scenario](env);
  const violations = await findViolations(env);
  if (violations.length === 0) await env.resources.recycleTable();
  return violations;
}

/** Runs all cases, several at once; returns those that failed. */
export async function runCases(
  engines: Engines,
  cases: Iterable<Case>,
  broken?: BrokenAdapters,
): Promise<Failure[]> {
  const failures: Failure[] = [];
  const left = cases[Symbol.iterator]();
  const worker = async () => {
    for (let next = left.next(); !next.done; next = left.next()) {
      const line = lineOf(next.value);
      const violations = await runCase(engines, next.value, broken).catch((error: Error) => [
        `the run broke: ${error.stack ?? error}`,
      ]);
      if (violations.length > 0) failures.push({ line, violations });
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return failures;
}
