// What `npm run collect` runs: gathers the static files that airlock.config.ts names into dist/static.
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { collect } from '../collect/collect.ts';
import { CollectError } from '../collect/problems.ts';
import { configPath, loadConfig } from '../lib/load-config.ts';
import { projectRoot } from '../lib/project.ts';

const { values } = parseArgs({
  options: { config: { type: 'string' }, outdir: { type: 'string' } },
});

const startedAt = performance.now();
const { static: settings } = await loadConfig(configPath(values.config));
if (!settings) {
  throw new Error(
    "There is nothing to collect. Name the directories in airlock.config.ts, such as static: { sources: [{ directory: 'site' }] }.",
  );
}
const outdir = values.outdir ? resolve(values.outdir) : join(projectRoot, 'dist/static');

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

try {
  const { manifest, deletedFiles, uncompressed } = await collect({
    settings,
    root: projectRoot,
    outdir,
    now: Date.now,
  });
  const files = Object.keys(manifest.files).length;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const deleted = deletedFiles > 0 ? `, deleted ${deletedFiles} that are no longer current` : '';
  print(
    `Collected ${files} files into ${relative(process.cwd(), outdir)} in ${seconds} s${deleted}.`,
  );
  for (const name of uncompressed) {
    print(
      `Note: ${name} is larger than CloudFront compresses (10 MB); split it, or serve it as it is.`,
    );
  }
} catch (error) {
  if (!(error instanceof CollectError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
