// What `npm run collect` runs: gathers the static files that airlock.config.ts names into dist/static.
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Collected, collect } from '../collect/collect.ts';
import { CollectError } from '../collect/problems.ts';
import { configPath, loadConfig } from '../lib/load-config.ts';
import { projectRoot } from '../lib/project.ts';

const { values } = parseArgs({ options: { outdir: { type: 'string' } } });
const outdir = values.outdir ? resolve(values.outdir) : join(projectRoot, 'dist/static');
const startedAt = performance.now();

try {
  report(await collectConfigured());
} catch (error) {
  if (!(error instanceof CollectError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function collectConfigured(): Promise<Collected> {
  const file = configPath();
  const { static: settings } = await loadConfig(file);
  if (settings) return collect({ settings, root: projectRoot, outdir, now: Date.now });
  const reason = "names no static files; add such as static: { sources: [{ directory: 'front' }] }";
  throw new CollectError([{ file, reason }]);
}

function report({ manifest, deletedFiles, uncompressed }: Collected): void {
  const files = Object.keys(manifest.files).length;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const place = relative(process.cwd(), outdir);
  const deleted = deletedFiles > 0 ? `, deleted ${deletedFiles} that are no longer current` : '';
  print(`Collected ${files} files into ${place} in ${seconds} s${deleted}.`);
  for (const name of uncompressed) {
    print(`Note: ${name} is larger than CloudFront compresses (10 MB); split it if you can.`);
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
