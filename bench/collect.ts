// Bench: collecting a large site, the first time and again, beside a copy and Django's collectstatic on the same tree.
import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jsonFrom, run, runModule } from './child-process.ts';
import { writeSite } from './collect/made-up-site.ts';
import { median, secondsOf } from './measure.ts';
import { amount, isSmall, sized } from './options.ts';
import { measuredWithin, mebibytes, type Table, times } from './table.ts';
import { temporaryDirectory } from './temporary.ts';

const rounds = sized(3, 1);
const whole = { recursive: true, force: true };
const djangoVersion = '5.2.19';

/** What one run took. */
interface Run {
  readonly seconds: number;
  readonly peakBytes: number;
}

/** Measures both over `--files` files, and prints what could not be. A small run downloads nothing. */
export async function measureCollect(): Promise<readonly Table[]> {
  await using directory = await temporaryDirectory();
  return [await compare(directory.path(), amount('files', 20_000, 200))];
}

async function compare(directory: string, files: number): Promise<Table> {
  const source = join(directory, 'site');
  writeSite(source, files);
  const python = isSmall ? undefined : await installDjango(join(directory, 'python'));
  const [copied, first, again, changed]: [number[], Run[], Run[], Run[]] = [[], [], [], []];
  const ours = join(directory, 'ours');
  const copy = join(directory, 'copy');
  const theirs = join(directory, 'theirs');
  for (let round = 0; round < rounds; round += 1) {
    for (const old of [ours, `${ours}.cache.json`, copy]) await rm(old, whole);
    copied.push(await secondsOf(() => cp(source, copy, { recursive: true })));
    first.push(await collectWithAirlock(source, ours));
    again.push(await collectWithAirlock(source, ours));
    await writeFile(join(source, 'section-0/picture-0.png'), `round ${round}`);
    changed.push(await collectWithAirlock(source, ours));
  }
  // Minutes for each of its runs, beside which chance is little.
  const django = python ? [await collectWithDjango(python, source, theirs)] : undefined;
  const djangoAgain = python ? [await collectWithDjango(python, source, theirs)] : undefined;
  const row = (name: string, by: string, runs: readonly Run[], others?: readonly Run[]) => {
    const of = (all: readonly Run[], key: keyof Run) => median(all.map((each) => each[key]));
    const seconds = of(runs, 'seconds');
    const peak = of(runs, 'peakBytes');
    return [
      name,
      by,
      seconds.toFixed(2),
      times(seconds / median(copied)),
      others ? measuredWithin(seconds / of(others, 'seconds'), 1, times) : '',
      mebibytes(peak),
      others ? times(peak / of(others, 'peakBytes')) : '',
    ];
  };
  const byDjango = `Django ${djangoVersion}`;
  return {
    title: `Collecting ${files.toLocaleString('en')} files`,
    headings: ['run', 'by', 'seconds', 'of a copy', 'of Django', 'peak memory', 'of Django'],
    rows: [
      row('first', 'Airlock', first, django),
      row('again, nothing changed', 'Airlock', again, djangoAgain),
      row('again, one picture changed', 'Airlock', changed, djangoAgain),
      ...(django ? [row('first', byDjango, django)] : []),
      ...(djangoAgain ? [row('again, nothing changed', byDjango, djangoAgain)] : []),
    ],
    notes: [
      `Median of ${rounds} rounds, of Django one; each run a process of its own, seconds without its start.`,
      `A copy is a recursive copy of the same files: ${median(copied).toFixed(2)} s.`,
      'Of each 100 files 92 are pictures; Airlock rewrites HTML besides what Django does: CSS, modules and source map comments.',
      ...(python
        ? []
        : [
            'DJANGO WAS NOT MEASURED: a small run does not install it, or it could not be installed.',
          ]),
    ],
  };
}

const collectWithAirlock = (source: string, outdir: string) =>
  runModule<Run>(join(import.meta.dirname, 'collect/measured-collect.ts'), source, outdir);

const collectWithDjango = (python: string, source: string, outdir: string) =>
  jsonFrom<Run>(
    python,
    join(import.meta.dirname, 'collect/manifest-static-files.py'),
    source,
    outdir,
  );

/** Path of a Python that has Django; undefined where there is no Python, or no registry to install from. */
async function installDjango(directory: string): Promise<string | undefined> {
  const python = join(directory, 'bin/python');
  try {
    await run('python3', ['-m', 'venv', directory]);
    await run(python, ['-m', 'pip', 'install', '--quiet', `django==${djangoVersion}`]);
    return python;
  } catch {
    return undefined;
  }
}
