// Third step of synth: the page, built by Vite into plain files for the static bucket.
import { join } from 'node:path';
import { build } from 'vite';
import { projectRoot } from './project.ts';

/** Builds `web/` into this absolute directory: documents at its root, hashed files below `assets/`. */
export async function buildPage(outdir: string): Promise<void> {
  const root = join(projectRoot, 'web');
  await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: outdir, emptyOutDir: true },
  });
}
