// Third step of synth: the page, built by Vite into plain files for the static bucket.
import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { build } from 'vite';
import { projectRoot } from './project.ts';

/**
 * Builds `web/` into this absolute directory: documents at its root, hashed files below `assets/`. Returns the paths of the
 * files that were bundled.
 */
export async function buildPage(outdir: string): Promise<readonly string[]> {
  const root = join(projectRoot, 'web');
  // Vite sets `NODE_ENV` to `production` for the whole process; the caller's value is restored.
  const { NODE_ENV } = process.env;
  const built = await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: outdir, emptyOutDir: true },
  }).finally(() => {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  });
  return [built]
    .flat()
    .flatMap((each) => ('output' in each ? each.output : []))
    .flatMap((each) => (each.type === 'chunk' ? each.moduleIds : []))
    .filter((id) => isAbsolute(id) && existsSync(id));
}
