// `npm run bench [name...]`: measures what the project claims; exits with 1 when a figure is over its budget.
import { countOver, formatTable, type Table } from './table.ts';

/** A bench measures and says what it found. */
type Bench = () => Promise<readonly Table[]>;

const benches: Readonly<Record<string, Bench>> = {
  requests: async () => (await import('./requests.ts')).measureRequests(),
  bundles: async () => (await import('./bundles.ts')).measureBundles(),
  throughput: async () => (await import('./throughput.ts')).measureThroughput(),
  start: async () => (await import('./start.ts')).measureStart(),
};

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !Object.hasOwn(benches, name));
  if (unknown.length > 0) {
    print(`There is no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`);
    return 1;
  }
  let over = 0;
  for (const [name, measure] of Object.entries(benches)) {
    if (names.length > 0 && !names.includes(name)) continue;
    for (const table of await measure()) {
      over += countOver(table);
      print(`\n${formatTable(table)}`);
    }
  }
  print(over === 0 ? '\nEvery budget is kept.' : `\nOVER budget: ${over}.`);
  return over === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
