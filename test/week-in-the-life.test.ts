// Simulates a week: three users run two thousand random operations, while events arrive twice, late and out of order.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seed } from './seed.ts';
import { Batch } from './simulation/batch.ts';
import { checkBucket, checkPermissions, checkTable, drain } from './simulation/drain.ts';
import { type Command, type Kind, kinds, planOf } from './simulation/operations.ts';
import { World } from './simulation/world.ts';
import { LONG_TEST_MS } from './time-limits.ts';

const OPERATIONS = 2000;
const AT_ONCE = 16;
// After this many batches, every tombstone and every version that is no longer kept is purged.
const BATCHES_PER_DRAIN = 30;

const command: fc.Arbitrary<Command> = fc.record({
  kind: fc.oneof(
    ...Object.entries(kinds).map(([kind, { weight }]) => ({
      weight,
      arbitrary: fc.constant(kind as Kind),
    })),
  ),
  actor: fc.nat(2),
  dice: fc.array(fc.nat(), { minLength: 6, maxLength: 6 }),
});

it(
  `no user sees a file without permission, and bucket, table and counters agree in the end (AIRLOCK_SEED=${seed})`,
  async () => {
    const commands = fc.sample(fc.noBias(command), { seed, numRuns: OPERATIONS });
    await using world = await World.start();
    for (let done = 0; done < commands.length; done += AT_ONCE) {
      await runBatch(world, commands.slice(done, done + AT_ONCE));
      if ((done / AT_ONCE) % BATCHES_PER_DRAIN === 0) await world.drainTombstones();
    }
    await drain(world);
    await checkBucket(world);
    await checkTable(world);
    await checkPermissions(world);
    expectCoverage(world);
  },
  LONG_TEST_MS,
);

async function runBatch(world: World, commands: readonly Command[]): Promise<void> {
  const batch = new Batch(world);
  world.isReaping = false;
  const operations = commands.flatMap((each) => planOf(batch, each) ?? []);
  await Promise.all(operations.map(({ act }) => act()));
  for (const { learn } of operations) learn?.();
  await batch.settle();
  for (const { check } of operations) check?.();
  await world.readStream();
}

/** Checks that the random operations reached every important state. */
function expectCoverage({ model }: World): void {
  const entries = [...model.entries.values()];
  const count = (status: string) => entries.filter((entry) => entry.status === status).length;
  expect(count('ready')).toBeGreaterThan(5);
  expect(count('rejected')).toBeGreaterThan(5);
  expect(entries.filter(({ mergedInto }) => mergedInto).length).toBeGreaterThan(5);
  expect(entries.some(({ replacements }) => replacements > 1)).toBe(true);
  expect(entries.filter(({ served }) => served).length).toBeGreaterThan(5);
  expect(model.links.some(({ uses }) => uses > 0)).toBe(true);
}
