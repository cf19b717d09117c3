// Bench: sustained load: fifty clients mix every operation for minutes, one request in a hundred fails, and then the books must balance.
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { maxActSeconds } from './load/acts/act.ts';
import { cleanUp } from './load/aftermath.ts';
import { startCrowd } from './load/crowd-host.ts';
import { readFailures } from './load/logged-failures.ts';
import { watchMemory } from './load/memory.ts';
import { signPeopleIn } from './load/people.ts';
import { tablesOf } from './load/report.ts';
import { sized } from './small.ts';
import { formatMarkdown, type Table } from './table.ts';
import { startTemporaryCloud } from './temporary-cloud.ts';

const clients = sized(50, 4);
const people = 12;
const faultShare = 0.01;
const maxPauseMilliseconds = 2000;
/** As long as the load itself, but no longer than this. */
const mostWarmUpMinutes = 1;
const page = join(import.meta.dirname, '..', 'docs', 'load.md');
const begin = '<!-- figures: written by `npm run bench -- load --write` -->';
const end = '<!-- /figures -->';
const configFile = join(import.meta.dirname, 'load', 'airlock.config.ts');

/** Runs the load; with `write`, its tables become docs/load.md. An interrupt ends it, and leaves nothing behind. */
export async function measureLoad({
  minutes = sized(10, 0.1),
  write,
}: {
  readonly minutes?: number;
  readonly write: boolean;
}): Promise<readonly Table[]> {
  const interrupted = Promise.withResolvers<never>();
  // Noticed where the run waits for long; before that no listener exists.
  interrupted.promise.catch(() => {});
  const interrupt = () => interrupted.reject(new Error('The load was interrupted.'));
  process.once('SIGINT', interrupt);
  try {
    return await runLoad(minutes, write, interrupted.promise);
  } finally {
    process.off('SIGINT', interrupt);
  }
}

async function runLoad(
  minutes: number,
  write: boolean,
  interrupted: Promise<never>,
): Promise<readonly Table[]> {
  const print = (line: string) => process.stderr.write(`${new Date().toISOString()} ${line}\n`);
  const busyBefore = loadavg()[0] ?? 0;
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
  const tables = tablesOf({
    load,
    faultShare,
    activity,
    network,
    memory: memory.seen,
    failures,
    aftermath,
  });
  if (write) await writePage(minutes, busyBefore, tables);
  return tables;
}

/** Puts the tables into the page, below what people wrote. */
async function writePage(
  minutes: number,
  busyBefore: number,
  tables: readonly Table[],
): Promise<void> {
  const day = new Date().toISOString().slice(0, 10);
  const processor = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'an unknown processor'}`;
  const where = `Measured on ${day} for ${minutes} minutes with Node ${process.versions.node} on ${processor}, at a load average of
${busyBefore.toFixed(1)} before it began and ${(loadavg()[2] ?? 0).toFixed(1)} over its last fifteen minutes, its own load included.`;
  const before = (await readFile(page, 'utf8')).split(begin)[0];
  const figures = [begin, where, ...tables.map(formatMarkdown), end];
  await writeFile(page, `${before}${figures.join('\n\n')}\n`);
}
