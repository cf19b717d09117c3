// Bench: sustained load: fifty clients mix every operation for minutes, one request in a hundred fails, and afterwards bucket,
// table and counters must agree.
import { once } from 'node:events';
import pTimeout from 'p-timeout';
import { defineConfig } from '../lambdas/config/config.ts';
import { documents } from '../lambdas/config/presets.ts';
import { GiB, MiB } from '../lambdas/domain/sizes.ts';
import config from './airlock.config.ts';
import { maxActSeconds } from './load/acts/act.ts';
import { cleanUp } from './load/aftermath.ts';
import { readFailures } from './load/logged-failures.ts';
import { watchMemory } from './load/memory.ts';
import { signPeopleIn } from './load/people.ts';
import { tablesOf } from './load/report.ts';
import { amount, sized } from './options.ts';
import { startModule } from './process.ts';
import type { Table } from './table.ts';
import { startTemporaryCloud } from './temporary.ts';

const clients = sized(50, 4);
const people = 12;
const faultShare = 0.01;
const maxPauseMilliseconds = 2000;
/** As long as the load itself, but no longer than this. */
const mostWarmUpMinutes = 1;
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
  using whole = new DisposableStack();
  const { signal } = whole.adopt(new AbortController(), (ending) => ending.abort());
  const interrupted = once(process, 'SIGINT', { signal }).then(() => {
    throw new Error('The load was interrupted.');
  });
  // Handled while the run waits for long; before that there is no listener.
  interrupted.catch(() => {});
  await using network =
    startModule<typeof import('./load/faulty-network.ts')>('load/faulty-network.ts');
  await using crowd = startModule<typeof import('./load/crowd.ts')>('load/crowd.ts');
  await using cloud = await startTemporaryCloud({
    config: loadConfig,
    proxy: (origins) => network.call('connect', origins, faultShare),
  });
  const minutes = amount('minutes', 10, 0.1);
  const load = {
    api: cloud.addresses.api,
    people: await signPeopleIn(cloud, people),
    clients,
    warmUpMinutes: Math.min(mostWarmUpMinutes, minutes),
    minutes,
    maxPauseMilliseconds,
  };
  const watch = watchMemory();
  const milliseconds = ((load.warmUpMinutes + load.minutes) * 60 + 2 * maxActSeconds) * 1000;
  const message = 'The crowd has not ended.';
  const acting = pTimeout(crowd.call('act', load), { milliseconds, message });
  const activity = await Promise.race([acting, interrupted]).finally(watch.stop);
  const account = await network.call('calm');
  const aftermath = await Promise.race([cleanUp(cloud, activity), interrupted]);
  const failures = await readFailures(cloud.stateDirectory);
  const memory = watch.seen;
  return tablesOf({ load, faultShare, activity, network: account, memory, failures, aftermath });
}
