// What happens behind the scenes of a simulated week: events are received, tombstones purged, uploads reaped.
import type { Plan } from './operation.ts';

const HOUR_MS = 3600_000;

/** Takes a few from anywhere in a list; about every fourth stays, to be told again, and some are told twice at once. */
function takeAny<Each>(list: Each[], dice: readonly number[]): Each[] {
  const taken: Each[] = [];
  for (const roll of dice) {
    const each = list[roll % list.length];
    if (each === undefined) break;
    taken.push(each);
    if (roll % 4 > 0) list.splice(list.indexOf(each), 1);
  }
  return taken;
}

/** S3's events, received out of order and sometimes twice. */
export const deliver: Plan = ({ world }, _actor, dice) => ({
  act: () => world.receive(takeAny(world.arrivals, dice)),
});

/** The stream's tombstones, told out of order and sometimes twice. */
export const purge: Plan = ({ world }, _actor, dice) => ({
  act: () => world.purge(takeAny(world.tombstones, dice)),
});

/** Time passes, and what lapsed is reaped. */
export const reap: Plan = (batch, _actor, [minutes = 0]) => {
  const { world } = batch;
  batch.isReaping = true;
  world.isReaping = true;
  world.clock.now += (minutes % 720) * (HOUR_MS / 60);
  return {
    act: async () => {
      await world.backend.reap(() => true);
    },
  };
};
