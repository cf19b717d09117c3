// Bench: collecting a large site, the first time and again, beside Django's collectstatic on the same tree; and collecting
// front ends that others have published.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { collectFrontEnds } from './collect/front-ends.ts';
import { writeSite } from './collect/made-up-site.ts';
import { median } from './median.ts';
import { sized } from './small.ts';
import { type Table, within } from './table.ts';

const run = promisify(execFile);
const rounds = sized(3, 1);
const djangoVersion = '5.2.19';

/** What one run took. */
interface Run {
  readonly seconds: number;
  readonly peakBytes: number;
}

/** Measures both, and prints what could not be. */
export async function measureCollect({
  files = sized(20_000, 200),
}: {
  readonly files?: number;
}): Promise<readonly Table[]> {
  const directory = await mkdtemp(join(tmpdir(), 'airlock-collect-'));
  try {
    return [await compare(directory, files), await collectFrontEnds(join(directory, 'front-ends'))];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function compare(directory: string, files: number): Promise<Table> {
  const source = join(directory, 'site');
  writeSite(source, files);
  const python = await installDjango(join(directory, 'python'));
  const [first, again, changed, django, djangoAgain]: Run[][] = [[], [], [], [], []];
  for (let round = 0; round < rounds; round += 1) {
    const ours = join(directory, 'ours');
    await rm(ours, { recursive: true, force: true });
    await rm(`${ours}.cache.json`, { force: true });
    first?.push(await collectWithAirlock(source, ours));
    again?.push(await collectWithAirlock(source, ours));
    await writeFile(join(source, 'section-0/picture-0.png'), `round ${round}`);
    changed?.push(await collectWithAirlock(source, ours));
    // Minutes for each of its runs, beside which chance is little.
    if (!python || round > 0) continue;
    const theirs = join(directory, 'theirs');
    await rm(theirs, { recursive: true, force: true });
    django?.push(await collectWithDjango(python, source, theirs));
    djangoAgain?.push(await collectWithDjango(python, source, theirs));
  }
  return {
    title: `Collecting ${files.toLocaleString('en')} files`,
    headings: ['run', 'by', 'seconds', '× Django', 'peak memory', '× Django'],
    rows: [
      rowOf('first', 'Airlock', first, django),
      rowOf('again, nothing changed', 'Airlock', again, djangoAgain),
      rowOf('again, one picture changed', 'Airlock', changed, djangoAgain),
      ...(python
        ? [
            rowOf('first', `Django ${djangoVersion}`, django),
            rowOf('again, nothing changed', `Django ${djangoVersion}`, djangoAgain),
          ]
        : []),
    ],
    notes: [
      `Median of ${rounds} rounds, of Django one; each run a process of its own, seconds without its start.`,
      'Of each 100 files 92 are pictures; Airlock rewrites HTML besides what Django does: CSS, modules and source map comments.',
      ...(python
        ? []
        : ['DJANGO WAS NOT MEASURED: it could not be installed with python3 and pip.']),
    ],
  };
}

function rowOf(
  name: string,
  by: string,
  runs: readonly Run[] = [],
  others: readonly Run[] = [],
): Table['rows'][number] {
  const of = (all: readonly Run[], key: keyof Run) => median(all.map((each) => each[key]));
  const ratio = (key: keyof Run) => of(runs, key) / of(others, key);
  const times = (figure: number) => `${figure.toFixed(2)} ×`;
  return [
    name,
    by,
    of(runs, 'seconds').toFixed(2),
    others.length > 0 ? within(ratio('seconds'), 1, times) : '',
    `${(of(runs, 'peakBytes') / 1024 ** 2).toFixed(0)} MiB`,
    others.length > 0 ? times(ratio('peakBytes')) : '',
  ];
}

async function collectWithAirlock(source: string, outdir: string): Promise<Run> {
  const script = join(import.meta.dirname, 'collect/measured-collect.ts');
  const { stdout } = await run(process.execPath, [script, source, outdir]);
  return JSON.parse(stdout);
}

async function collectWithDjango(python: string, source: string, outdir: string): Promise<Run> {
  const script = join(import.meta.dirname, 'collect/manifest-static-files.py');
  const { stdout } = await run(python, [script, source, outdir]);
  return JSON.parse(stdout);
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
