// `npm run verify:content`: generates hostile variants and compares Airlock's verdicts with what independent readers see.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatTable } from '../bench/table.ts';
import { askReaders } from './ask-readers.ts';
import { type Compared, compare, isFailure } from './compare.ts';
import { judgeVariant } from './judge-variant.ts';
import { PythonMissingError, preparePython } from './python.ts';
import { resave } from './resave.ts';
import { tablesOf } from './tables.ts';
import type { Variant } from './variant.ts';
import { makeVariants } from './variants.ts';
import { writePage } from './write-page.ts';

const usage = `Usage: npm run verify:content -- [--count n] [--seed n] [--keep folder] [--write]

Generates hostile documents and archives, judges each, and asks independent readers what they see in it. A variant that
one of them shows to be active and Airlock accepts is a failure, and so is an honest one that Airlock refuses.

  --count n      how many variants to draw; default 2400
  --seed n       where chance begins; the same seed makes the same variants; default 1
  --keep folder  keep the failures there
  --write        write the tables into docs/validation-differential.md

Needs Python 3 with venv and network access to install verify/readers/requirements.txt once; skips loudly without.
Exits with 0 when there is no failure, 1 when there is one.`;

/** No judgement of a variant may take longer. */
const MAX_CPU_MS = 1000;

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '2400' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) print(usage);
else {
  try {
    process.exitCode = await main(await preparePython());
  } catch (error) {
    if (!(error instanceof PythonMissingError)) throw error;
    print(`SKIPPED: verify:content compared nothing with independent readers. ${error.message}`);
  }
}

async function main(python: string): Promise<number> {
  const made = await makeVariants(Number(values.count), Number(values.seed));
  const folder = await mkdtemp(join(tmpdir(), 'airlock-variants-'));
  const pathOf = ({ name, extension }: Variant) => join(folder, `${name}${extension}`);
  try {
    for (const variant of made) await writeFile(pathOf(variant), variant.bytes);
    const toResave = made.filter(({ steps }) => steps.length === 0);
    const resaved = await resave(
      python,
      folder,
      new Map(toResave.map((variant) => [pathOf(variant), variant])),
    );
    const variants = [...made, ...resaved];
    const asked = askReaders(python, variants.map(pathOf));
    const judged = [];
    for (const variant of variants) judged.push({ variant, ...(await judgeVariant(variant)) });
    const sightings = await asked;
    const compared = judged.map(({ variant, verdict }) =>
      compare(variant, verdict, sightings.get(pathOf(variant))),
    );
    const slowest = Math.max(...judged.map(({ cpuMs }) => cpuMs));
    return await report(compared, slowest);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function report(compared: readonly Compared[], slowestMs: number): Promise<number> {
  const tables = tablesOf(compared);
  for (const table of tables) print(`${formatTable(table)}\n`);
  const failures = compared.filter(isFailure);
  for (const { variant, result, seenBy, verdict } of failures) {
    const seen = seenBy.length > 0 ? ` (seen by ${seenBy.join(', ')})` : ` (${verdict.detail})`;
    print(
      `${result}: ${variant.name}${variant.extension}: ${variant.kind}; ${variant.steps.join(', ') || 'as it is'}${seen}`,
    );
  }
  if (values.keep !== undefined) await keep(values.keep, failures);
  if (values.write) await writePage(tables, compared);
  print(
    `${compared.length} variants with seed ${values.seed}: ${failures.length} failures; the slowest judgement took ${Math.round(slowestMs)} ms.`,
  );
  return failures.length > 0 || slowestMs > MAX_CPU_MS ? 1 : 0;
}

async function keep(folder: string, failures: readonly Compared[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { variant } of failures) {
    await writeFile(join(folder, `${variant.name}${variant.extension}`), variant.bytes);
  }
}
