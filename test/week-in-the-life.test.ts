// A week in the life: three people do two thousand things at random, while events come twice, late and out of order.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seed } from './seed.ts';
import { Batch } from './simulation/batch.ts';
import { type Command, type Kind, kinds, planOf } from './simulation/operations.ts';
import { becomeQuiet, checkBucket, checkSight, checkTable } from './simulation/quiet.ts';
import { World } from './simulation/world.ts';

const OPERATIONS = 2000;
const AT_ONCE = 16;
// So often every tombstone is told, and what is handed over must have arrived.
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

it(`nobody sees what is not theirs, and in the end everything agrees (AIRLOCK_SEED=${seed})`, async () => {
  const commands = fc.sample(fc.noBias(command), { seed, numRuns: OPERATIONS });
  await using world = await World.start();
  for (let done = 0; done < commands.length; done += AT_ONCE) {
    await liveThrough(world, commands.slice(done, done + AT_ONCE));
    if ((done / AT_ONCE) % BATCHES_PER_DRAIN === 0) await world.drainTombstones();
  }
  await becomeQuiet(world);
  await checkBucket(world);
  await checkTable(world);
  await checkSight(world);
  expectEventfulWeek(world);
}, 240_000);

async function liveThrough(world: World, commands: readonly Command[]): Promise<void> {
  const batch = new Batch(world);
  world.isReaping = false;
  const operations = commands.flatMap((each) => planOf(batch, each) ?? []);
  await Promise.all(operations.map(({ act }) => act()));
  for (const { learn } of operations) learn?.();
  await batch.settle();
  for (const { check } of operations) check?.();
  await world.readStream();
}

/** A week in which nothing happened would prove nothing. */
function expectEventfulWeek({ model }: World): void {
  const entries = [...model.entries.values()];
  const count = (status: string) => entries.filter((entry) => entry.status === status).length;
  expect(count('ready')).toBeGreaterThan(5);
  expect(count('rejected')).toBeGreaterThan(5);
  expect(entries.filter(({ replacedBy }) => replacedBy).length).toBeGreaterThan(5);
  expect(entries.filter(({ served }) => served).length).toBeGreaterThan(5);
  expect(model.links.some(({ uses }) => uses > 0)).toBe(true);
}
