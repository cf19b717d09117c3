// Tests every fault: each request of each function fails in each way; each event arrives twice, late or never.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasClamd } from './clamd.ts';
import {
  releaseQuotaSeparately,
  serveNewest,
  settleUnconditionally,
} from './faults/broken-adapters.ts';
import { randomCases, readCase, singleCases, withoutSeries } from './faults/cases.ts';
import { bundledRequests, requestsLeftOut } from './faults/coverage.ts';
import { type Engines, startEngines } from './faults/engines.ts';
import type { BrokenAdapters } from './faults/environment.ts';
import { captureLogs } from './faults/logs.ts';
import { dryRun, type Failure, runCases } from './faults/run.ts';
import { engineOf, type ScenarioName, scenarios } from './faults/scenarios.ts';
import { seed } from './seed.ts';
import { LONG_TEST_MS } from './time-limits.ts';

const names = (Object.keys(scenarios) as ScenarioName[]).filter(
  (name) => hasClamd || engineOf(name) !== 'clamd',
);
const RANDOM_CASES_PER_SCENARIO = 4;
/** A request that reads can fail in as many ways; others in more. */
const MIN_KINDS = 4;

let engines: Engines;
const logs = captureLogs();
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => {
  logs[Symbol.dispose]();
  await engines[Symbol.asyncDispose]();
});

/** The single case to run, as printed by a failure. */
const singleCase = process.env.AIRLOCK_FAULT;

/** Formats failures, each with the environment variable that runs it again. */
const report = (failures: readonly Failure[]): string =>
  failures
    .map(({ line, violations }) => `AIRLOCK_FAULT='${line}'\n  ${violations.join('\n  ')}`)
    .join('\n');

if (singleCase) {
  it(`the final state is correct after the case ${singleCase}`, async () => {
    expect(report(await runCases(engines, [readCase(singleCase)]))).toBe('');
  });
} else {
  describe('in every scenario', () => {
    it.each(names)(
      'no single fault in the scenario %s loses, exposes or miscounts a file',
      async (name) => {
        const faultless = withoutSeries(await dryRun(engines, name));
        const met = faultless.requests.length - (faultless.skipped?.size ?? 0);
        expect(met).toBeGreaterThan(0);
        const cases = singleCases(faultless);
        expect(cases.length).toBeGreaterThanOrEqual(MIN_KINDS * met);
        expect(report(await runCases(engines, cases))).toBe('');
      },
      LONG_TEST_MS,
    );

    it.each(names)(
      `no two or three faults in the scenario %s lose, expose or miscount a file (AIRLOCK_SEED=${seed})`,
      async (name) => {
        const faultless = await dryRun(engines, name);
        const cases = fc.sample(randomCases(faultless), {
          seed,
          numRuns: RANDOM_CASES_PER_SCENARIO,
        });
        expect(report(await runCases(engines, cases))).toBe('');
      },
      LONG_TEST_MS,
    );
  });

  it(
    'every request that a deployed function can send gets faults in a scenario, or is left out for a reason',
    async () => {
      const met = new Set<string>();
      for (const name of names) {
        const { requests } = await dryRun(engines, name);
        for (const request of requests) met.add(`${request.function} ${request.command}`);
      }
      const sent = [...(await bundledRequests())].filter(
        (request) => hasClamd || !request.startsWith('scan-upload '),
      );
      const leftOut = new Set(Object.values(requestsLeftOut).flat());
      expect(sent.filter((request) => !met.has(request) && !leftOut.has(request)).sort()).toEqual(
        [],
      );
      const needless = [...leftOut].filter((each) => met.has(each) || !sent.includes(each));
      expect(needless).toEqual([]);
    },
    LONG_TEST_MS,
  );

  describe('adapters that break a rule on purpose', () => {
    const violationsOf = async (lines: readonly string[], broken: BrokenAdapters) => {
      const cases = lines.map(readCase);
      expect(report(await runCases(engines, cases)), 'without broken adapters').toBe('');
      return report(await runCases(engines, cases, broken));
    };

    it('the audit reports that the newest version is served instead of the pinned one', async () => {
      const lines = ['overwrite retrying uploads#1:delayed', 'overwrite retrying uploads#1:twice'];
      expect(await violationsOf(lines, serveNewest)).toMatch(/served unjudged bytes/);
    });

    it('the audit reports that a file is settled without a condition on its record', async () => {
      const lines = ['upload retrying uploads#1:twice', 'overwrite retrying uploads#1:delayed'];
      expect(await violationsOf(lines, settleUnconditionally)).toMatch(
        /should be deleted, and is ready/,
      );
    });

    it('the audit reports that quota is released twice, separately from the tombstone', async () => {
      const lines = ['delete retrying delete-file#2:crash-after'];
      expect(await violationsOf(lines, releaseQuotaSeparately)).toMatch(/ann is charged -40 bytes/);
    });
  });
}
