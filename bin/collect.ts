// `airlock collect`: gathers the static files that airlock.config.ts names into dist/static.
import { join, relative, resolve } from 'node:path';
import { type Collected, collect } from '../collect/collect.ts';
import { CollectError, toLine } from '../collect/problems.ts';
import { configPath, loadConfig } from '../lib/load-config.ts';
import { userRoot } from '../lib/project.ts';
import { runCommand } from './run-command.ts';

const usage = `Usage: airlock collect [--outdir directory]

  --outdir directory  where the hashed files and their manifest go; default: dist/static in the project

Exits with 0 when everything was collected, with 1 when a problem in the sources has to be corrected first, with 2 when it
could not begin.`;

const startedAt = performance.now();

await runCommand(
  { usage, options: { outdir: { type: 'string' } }, foreseen: [] },
  async ({ values }) => {
    const outdir = values.outdir ? resolve(values.outdir) : join(userRoot, 'dist/static');
    try {
      report(await collectConfigured(outdir), outdir);
      return 0;
    } catch (error) {
      if (!(error instanceof CollectError)) throw error;
      process.stderr.write(`${error.message}\n`);
      return 1;
    }
  },
);

async function collectConfigured(outdir: string): Promise<Collected> {
  const file = configPath();
  const { static: settings } = await loadConfig(file);
  if (settings) return collect({ settings, root: userRoot, outdir, now: Date.now });
  const reason = "names no static files; add such as static: { sources: [{ directory: 'front' }] }";
  throw new CollectError([{ file, reason }]);
}

function report({ manifest, deletedFiles, uncompressed, notes }: Collected, outdir: string): void {
  const files = Object.keys(manifest.files).length;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const place = relative(process.cwd(), outdir);
  const deleted = deletedFiles > 0 ? `, deleted ${deletedFiles} that are no longer current` : '';
  print(`Collected ${files} files into ${place} in ${seconds} s${deleted}.`);
  for (const name of uncompressed) {
    print(`Note: ${name} is larger than CloudFront compresses (10 MB); split it if you can.`);
  }
  for (const note of notes) print(`Note: ${toLine(note)}.`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
