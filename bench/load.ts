// Bench: sustained load: fifty clients mix every operation for minutes, one request in a hundred fails, and then the books must balance.
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { maxActSeconds } from './load/acts/act.ts';
import { cleanUp } from './load/aftermath.ts';
import { startCrowd } from './load/crowd-host.ts';
import { watchMemory } from './load/memory.ts';
import { signPeopleIn } from './load/people.ts';
import { tablesOf } from './load/report.ts';
import { formatMarkdown, type Table } from './table.ts';
import { startTemporaryCloud } from './temporary-cloud.ts';

const clients = 50;
const people = 12;
const faultShare = 0.01;
const maxPauseMilliseconds = 2000;
/** As long as the load itself, but no longer than this. */
const mostWarmUpMinutes = 1;
const configFile = join(import.meta.dirname, 'load', 'airlock.config.ts');

/** Runs the load; with `write`, its tables become docs/load.md. An interrupt ends it, and leaves nothing behind. */
export async function measureLoad({
  minutes = 10,
  write,
}: {
  readonly minutes?: number;
  readonly write: boolean;
}): Promise<readonly Table[]> {
  const interrupted = Promise.withResolvers<never>();
  // Noticed where the run waits for long; before that there is nobody to hear it.
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
  const tell = (line: string) => process.stderr.write(`${new Date().toISOString()} ${line}\n`);
  const busyBefore = loadavg()[0] ?? 0;
  await using crowd = startCrowd(({ operations, errors }) => {
    const mebibytes = Math.round(process.memoryUsage.rss() / 1024 ** 2);
    tell(`${operations} operations, ${errors} errors, ${mebibytes} MiB`);
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
  const deeds = await Promise.race([crowd.unleash(load, 2 * maxActSeconds), interrupted]).finally(
    memory.stop,
  );
  const network = await crowd.calm();
  tell('the crowd is gone; waiting until nothing is under way any more');
  const aftermath = await Promise.race([cleanUp(cloud, deeds), interrupted]);
  const tables = tablesOf({ load, faultShare, deeds, network, memory: memory.seen, aftermath });
  if (write) await writePage(minutes, busyBefore, tables);
  return tables;
}

async function writePage(
  minutes: number,
  busyBefore: number,
  tables: readonly Table[],
): Promise<void> {
  const processor = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'an unknown processor'}`;
  const head = `# Sustained load

Written by \`npm run bench -- load --minutes=${minutes} --write\` on ${new Date().toISOString().slice(0, 10)}, with Node ${process.versions.node} on
${processor}, where the load average was ${busyBefore.toFixed(1)} before it began.

The local cloud with the deployed bundles, ${clients} clients that use the project's own client library, and a network that
fails: one request in a hundred, between clients and cloud and between functions and S3 or DynamoDB. These are figures of one
machine, not of AWS. What counts: nobody sees an error, the books balance (\`test/books.ts\`), and memory stays.`;
  const file = join(import.meta.dirname, '..', 'docs', 'load.md');
  await writeFile(file, `${[head, ...tables.map(formatMarkdown)].join('\n\n')}\n`);
}
