// `npm run bench -- [name...] [--gib N]`: measures what the project claims; exits with 1 when a figure is over its budget.
import { parseArgs } from 'node:util';
import { countOver, formatTable, type Table } from './table.ts';

/** A bench measures and says what it found; `gib` is the size of a large file where there is one. */
type Bench = (options: { gib?: number }) => Promise<readonly Table[]>;

const benches: Readonly<Record<string, Bench>> = {
  requests: async () => (await import('./requests.ts')).measureRequests(),
  bundles: async () => (await import('./bundles.ts')).measureBundles(),
  throughput: async () => (await import('./throughput.ts')).measureThroughput(),
  start: async () => (await import('./start.ts')).measureStart(),
  'throughput-large': async (options) =>
    (await import('./throughput-large.ts')).measureThroughputLarge(options),
  'memory-large': async (options) =>
    (await import('./memory-large.ts')).measureMemoryLarge(options),
  resume: async (options) => (await import('./resume.ts')).measureResume(options),
};

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

async function main(): Promise<number> {
  const { positionals: names, values } = parseArgs({
    allowPositionals: true,
    options: { gib: { type: 'string' } },
  });
  const gib = Number(values.gib ?? 0);
  if (!(gib >= 0.25 || values.gib === undefined)) {
    print(`--gib wants a number from 0.25, not ${values.gib}.`);
    return 1;
  }
  const unknown = names.filter((name) => !Object.hasOwn(benches, name));
  if (unknown.length > 0) {
    print(`There is no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`);
    return 1;
  }
  let over = 0;
  for (const [name, measure] of Object.entries(benches)) {
    if (names.length > 0 && !names.includes(name)) continue;
    for (const table of await measure(gib ? { gib } : {})) {
      over += countOver(table);
      print(`\n${formatTable(table)}`);
    }
  }
  print(over === 0 ? '\nEvery budget is kept.' : `\nOVER budget: ${over}.`);
  return over === 0 ? 0 : 1;
}

process.exitCode = await main();
