// `npm run bench -- [name...]`: measures what the project claims; exits with 1 when a figure is over its budget.
import { benches } from './benches.ts';
import { isSmall, isWriting, names } from './options.ts';
import { writeFigures } from './page.ts';
import { countOver, formatTable } from './table.ts';

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

async function main(): Promise<number> {
  const unknown = names.filter((name) => !Object.hasOwn(benches, name));
  if (unknown.length > 0) {
    print(`There is no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`);
    return 1;
  }
  let over = 0;
  for (const [name, measure] of Object.entries(benches)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const tables = [await measure()].flat();
    for (const table of tables) {
      over += countOver(table, isSmall ? 'counted' : 'all');
      print(`\n${formatTable(table)}`);
    }
    if (isWriting) await writeFigures(name, tables);
  }
  if (isSmall)
    print('\nA small run: figures of time and memory are not compared with their budgets.');
  print(over === 0 ? '\nEvery budget is kept.' : `\n${over} figures are OVER their budget.`);
  return over === 0 ? 0 : 1;
}

process.exitCode = await main();
