// Bench: sustained load: fifty clients mix every operation for minutes, one request in a hundred fails, and then bucket, table and counters must agree.
import { join } from 'node:path';
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
const configFile = join(import.meta.dirname, 'load', 'airlock.config.ts');

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
  const print = (line: string) => process.stderr.write(`${new Date().toISOString()} ${line}\n`);
  await using crowd = startCrowd(({ operations, errors }) => {
    const mebibytes = Math.round(process.memoryUsage.rss() / 1024 ** 2);
    print(`${operations} operations, ${errors} errors, ${mebibytes} MiB`);
  });
  await using cloud = await startTemporaryCloud({
    configFile,
    proxy: (origins) => crowd.connect(origins, faultShare),
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
  const activity = await Promise.race([
    crowd.runCrowd(load, 2 * maxActSeconds),
    interrupted,
  ]).finally(memory.stop);
  const network = await crowd.calm();
  print('the crowd is gone; waiting until nothing is under way any more');
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
