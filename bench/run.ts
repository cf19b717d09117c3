// `npm run bench -- [name...]`: measures what the project claims; exits with 1 when a figure is over its budget. `--small`: only shows that it runs.
import { parseArgs } from 'node:util';
import { benches, type Sizes } from './benches.ts';
import { sized } from './small.ts';
import { countOver, formatTable } from './table.ts';

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

async function main(names: readonly string[], sizes: Sizes): Promise<number> {
  const unknown = names.filter((name) => !Object.hasOwn(benches, name));
  if (unknown.length > 0) {
    print(`There is no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`);
    return 1;
  }
  let over = 0;
  for (const [name, measure] of Object.entries(benches)) {
    if (names.length > 0 && !names.includes(name)) continue;
    for (const table of await measure(sizes)) {
      over += countOver(table);
      print(`\n${formatTable(table)}`);
    }
  }
  print(over === 0 ? '\nEvery budget is kept.' : `\n${over} figures are OVER their budget.`);
  return over === 0 ? 0 : 1;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    records: { type: 'string', default: String(sized(100_000, 200)) },
    objects: { type: 'string', default: String(sized(5000, 100)) },
    gib: { type: 'string' },
    samples: { type: 'string' },
    seconds: { type: 'string', default: String(sized(60, 2)) },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string' },
    write: { type: 'boolean', default: false },
    files: { type: 'string' },
    small: { type: 'boolean', default: false },
  },
});
process.exitCode = await main(positionals, {
  records: Number(values.records),
  objects: Number(values.objects),
  ...(values.samples && { samples: Number(values.samples) }),
  seconds: Number(values.seconds),
  seed: Number(values.seed),
  write: values.write,
  ...(values.minutes && { minutes: Number(values.minutes) }),
  ...(values.gib && { gib: Number(values.gib) }),
  ...(values.files && { files: Number(values.files) }),
});
