// Bench: sustained load: fifty clients mix every operation for minutes, one request in a hundred fails, and then bucket, table and counters must agree.
import { defineConfig } from '../lambdas/config/config.ts';
import { documents } from '../lambdas/config/presets.ts';
import { GiB, MiB } from '../lambdas/domain/sizes.ts';
import config from './airlock.config.ts';
import { maxActSeconds } from './load/acts/act.ts';
import { cleanUp } from './load/aftermath.ts';
import { startCrowd } from './load/crowd-host.ts';
import { readFailures } from './load/logged-failures.ts';
import { watchMemory } from './load/memory.ts';
import { signPeopleIn } from './load/people.ts';
import { tablesOf } from './load/report.ts';
import { amount, sized } from './options.ts';
import type { Table } from './table.ts';
import { startTemporaryCloud } from './temporary.ts';

const clients = sized(50, 4);
const people = 12;
const faultShare = 0.01;
const maxPauseMilliseconds = 2000;
/** As long as the load itself, but no longer than this. */
const mostWarmUpMinutes = 1;
/** For what the crowd does at once. */
const answerSeconds = 30;
/** Parts from 5 MiB on, so that they come often, and a quota that a claim can exceed. */
const loadConfig = defineConfig({
  ...config,
  collections: {
    documents: documents({ maxBytes: 1 * GiB, publishers: ['owner'] }),
    bulletins: documents({ maxBytes: 1 * MiB, visibility: 'public' }),
  },
  multipartThresholdBytes: 5 * MiB,
  quota: { ...config.quota, bytes: 900 * MiB },
});

/** Runs the load for `--minutes`. An interrupt ends it, and leaves nothing behind. */
export async function measureLoad(): Promise<readonly Table[]> {
  const interrupted = Promise.withResolvers<never>();
  // Noticed where the run waits for long; before that no listener exists.
  interrupted.promise.catch(() => {});
  const interrupt = () => interrupted.reject(new Error('The load was interrupted.'));
  process.once('SIGINT', interrupt);
  try {
    return await runLoad(amount('minutes', 10, 0.1), interrupted.promise);
  } finally {
    process.off('SIGINT', interrupt);
  }
}

async function runLoad(minutes: number, interrupted: Promise<never>): Promise<readonly Table[]> {
  await using crowd = startCrowd();
  await using cloud = await startTemporaryCloud({
    config: loadConfig,
    proxy: (origins) => crowd.ask('connect', answerSeconds, origins, faultShare),
  });
  const load = {
    api: cloud.addresses.api,
    people: await signPeopleIn(cloud, people),
    clients,
    warmUpMinutes: Math.min(mostWarmUpMinutes, minutes),
    minutes,
    maxPauseMilliseconds,
  };
  const memory = watchMemory();
  const seconds = (load.warmUpMinutes + load.minutes) * 60 + 2 * maxActSeconds;
  const activity = await Promise.race([crowd.ask('act', seconds, load), interrupted]).finally(
    memory.stop,
  );
  const network = await crowd.ask('calm', answerSeconds);
  const aftermath = await Promise.race([cleanUp(cloud, activity), interrupted]);
  const failures = await readFailures(cloud.stateDirectory);
  return tablesOf({
    load,
    faultShare,
    activity,
    network,
    memory: memory.seen,
    failures,
    aftermath,
  });
}
