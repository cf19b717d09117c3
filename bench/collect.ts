// Bench: collecting a large site, the first time and again, compared with a copy and Django's collectstatic on the same tree.
import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSite } from './collect/made-up-site.ts';
import { median, secondsOf } from './measure.ts';
import { amount, isSmall, sized } from './options.ts';
import { inFreshProcess, run } from './process.ts';
import { inThousands, measuredWithin, mebibytes, type Table, times } from './table.ts';
import { temporaryDirectory } from './temporary.ts';

const rounds = sized(3, 1);
const djangoVersion = '5.2.19';

const callAirlock = inFreshProcess<typeof import('./collect/measured-collect.ts')>(
  'collect/measured-collect.ts',
);

/** The cost of one run. */
type Run = Awaited<ReturnType<typeof import('./collect/measured-collect.ts').collectSite>>;

/** Measures both over `--files` files, and prints what could not be. A small run downloads nothing. */
export async function measureCollect(): Promise<Table> {
  await using directory = await temporaryDirectory();
  const files = amount('files', 20_000, 200);
  const source = directory.path('site');
  writeSite(source, files);
  const python = isSmall ? undefined : await installDjango(directory.path('python'));
  const [copied, first, again, changed]: [number[], Run[], Run[], Run[]] = [[], [], [], []];
  const ours = directory.path('ours');
  const copy = directory.path('copy');
  for (let round = 0; round < rounds; round += 1) {
    for (const old of [ours, `${ours}.cache.json`, copy])
      await rm(old, { recursive: true, force: true });
    copied.push(await secondsOf(() => cp(source, copy, { recursive: true })));
    first.push(await callAirlock('collectSite', source, ours));
    again.push(await callAirlock('collectSite', source, ours));
    await writeFile(join(source, 'section-0/picture-0.png'), `round ${round}`);
    changed.push(await callAirlock('collectSite', source, ours));
  }
  // Its runs take minutes, so that random differences are small.
  const byDjango = async () =>
    python ? [await collectWithDjango(python, source, directory.path('theirs'))] : undefined;
  const django = await byDjango();
  const djangoAgain = await byDjango();
  const row = (name: string, by: string, runs: readonly Run[], others?: readonly Run[]) => {
    const of = (all: readonly Run[], key: keyof Run) => median(all.map((each) => each[key]));
    const seconds = of(runs, 'seconds');
    const peak = of(runs, 'peakBytes');
    return [
      ...[name, by, seconds.toFixed(2), times(seconds / median(copied))],
      others ? measuredWithin(seconds / of(others, 'seconds'), 1, times) : '',
      mebibytes(peak),
      others ? times(peak / of(others, 'peakBytes')) : '',
    ];
  };
  const theirName = `Django ${djangoVersion}`;
  const unmeasured =
    'DJANGO WAS NOT MEASURED: a small run does not install it, or it could not be installed.';
  return {
    title: `Collecting ${inThousands(files)} files`,
    headings: ['run', 'by', 'seconds', 'of a copy', 'of Django', 'peak memory', 'of Django'],
    rows: [
      row('first', 'Airlock', first, django),
      row('again, nothing changed', 'Airlock', again, djangoAgain),
      row('again, one picture changed', 'Airlock', changed, djangoAgain),
      ...(django ? [row('first', theirName, django)] : []),
      ...(djangoAgain ? [row('again, nothing changed', theirName, djangoAgain)] : []),
    ],
    notes: [
      `Median of ${rounds} rounds, of Django one; each run in a child process, seconds without its start.`,
      `A copy is a recursive copy of the same files: ${median(copied).toFixed(2)} s.`,
      'Of each 100 files 92 are pictures; Airlock rewrites HTML besides what Django does: CSS, modules and source map comments.',
      ...(python ? [] : [unmeasured]),
    ],
  };
}

async function collectWithDjango(python: string, source: string, outdir: string): Promise<Run> {
  const script = join(import.meta.dirname, 'collect/manifest-static-files.py');
  return JSON.parse((await run(python, [script, source, outdir])).stdout);
}

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
