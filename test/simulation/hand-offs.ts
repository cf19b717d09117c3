// The background operations of the simulated week: events are received, tombstones purged, uploads reaped.
import type { Plan } from './operation.ts';

const HOUR_MS = 3600_000;

/** Takes some items of a list in random order; about every fourth stays for another delivery, and some are duplicated. */
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

/** Receives S3's events out of order and sometimes twice. */
export const deliver: Plan = ({ world }, _actor, dice) => ({
  act: () => world.receive(takeAny(world.arrivals, dice)),
});

/** Purges tombstones out of order and sometimes twice. */
export const purge: Plan = ({ world }, _actor, dice) => ({
  act: () => world.purge(takeAny(world.tombstones, dice)),
});

/** Advances the clock and reaps expired uploads. */
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
