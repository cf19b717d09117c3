// Every fault: each request of each function fails in each way, each event comes twice, late or not at all; nothing is lost.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasClamd } from './clamd.ts';
import { readCase, singleCases, storms, withoutRows } from './faults/cases.ts';
import { type Engines, startEngines } from './faults/engines.ts';
import { takeLogs } from './faults/logs.ts';
import { dryRun, type Failure, playAll } from './faults/run.ts';
import { releaseApart, serveNewest, settleAnyway } from './faults/sabotage.ts';
import { engineOf, type ScenarioName, scenarios } from './faults/scenarios.ts';
import type { Sabotage } from './faults/stage.ts';
import { seed } from './seed.ts';

const names = (Object.keys(scenarios) as ScenarioName[]).filter(
  (name) => hasClamd || engineOf(name) !== 'clamd',
);
const STORMS_PER_SCENARIO = 4;
// Seconds on an idle machine; a busy one has its time.
const MAX_SCENARIO_MS = 240_000;

let engines: Engines;
const logs = takeLogs();
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => {
  logs[Symbol.dispose]();
  await engines[Symbol.asyncDispose]();
});

/** The case that is to be played again, and no other. */
const again = process.env.AIRLOCK_FAULT;

/** What failed, with how to play it again. */
const report = (failures: readonly Failure[]): string =>
  failures.map(({ line, wrong }) => `AIRLOCK_FAULT='${line}'\n  ${wrong.join('\n  ')}`).join('\n');

if (again) {
  it(`ends well: ${again}`, async () => {
    expect(report(await playAll(engines, [readCase(again)]))).toBe('');
  });
} else {
  describe('in every scenario', () => {
    it.each(names)(
      'no single fault loses, shows or miscounts anything: %s',
      async (name) => {
        const cases = singleCases(withoutRows(await dryRun(engines, name)));
        expect(cases.length).toBeGreaterThan(40);
        expect(report(await playAll(engines, cases))).toBe('');
      },
      MAX_SCENARIO_MS,
    );

    it.each(names)(
      `nor do two or three at once (AIRLOCK_SEED=${seed}): %s`,
      async (name) => {
        const calm = await dryRun(engines, name);
        const cases = fc.sample(storms(calm), { seed, numRuns: STORMS_PER_SCENARIO });
        expect(report(await playAll(engines, cases))).toBe('');
      },
      MAX_SCENARIO_MS,
    );
  });

  describe('a rule that is broken on purpose is noticed', () => {
    const notice = async (lines: readonly string[], sabotage: Sabotage) => {
      const cases = lines.map(readCase);
      expect(report(await playAll(engines, cases)), 'as it is').toBe('');
      return report(await playAll(engines, cases, sabotage));
    };

    it('serving the newest version and not the judged one', async () => {
      const lines = ['overwrite patient uploads#1:delayed', 'overwrite patient uploads#1:twice'];
      expect(await notice(lines, serveNewest)).toMatch(/served unjudged bytes/);
    });

    it('settling whatever the record says by now', async () => {
      const lines = ['upload patient uploads#1:twice', 'overwrite patient uploads#1:delayed'];
      expect(await notice(lines, settleAnyway)).toMatch(/promised to be deleted, and is ready/);
    });

    it('releasing quota apart from the tombstone, and so twice', async () => {
      const lines = ['delete patient delete-file#2:crash-after'];
      expect(await notice(lines, releaseApart)).toMatch(/ann is charged -40 bytes/);
    });
  });
}
