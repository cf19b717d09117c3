// The functions' bundles and the page, built once for all clouds of a test run: they depend on the sources and on no configuration.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import type { Prebuilt } from '../lib/app.ts';
import { bundleFunctions } from '../lib/bundle-functions.ts';

/** The environment variable that names the directory to every process of a test run. */
const VARIABLE = 'AIRLOCK_TEST_BUILD';

const METAFILE = 'functions.json';

/** What this run has built, which no test changes; undefined where nothing has built for all. */
export function sharedBuild(): Prebuilt | undefined {
  const directory = process.env[VARIABLE];
  return directory ? prebuiltIn(directory) : undefined;
}

/** Builds into the directory for this process and those that it starts, unless one before it has. */
export async function prepareSharedBuild(directory: string): Promise<void> {
  if (process.env[VARIABLE]) return;
  const { functionsDirectory, pageDirectory } = prebuiltIn(directory);
  const { buildPage } = await import('../lib/build-page.ts');
  const [metafile] = await Promise.all([
    bundleFunctions({ outdir: functionsDirectory }),
    buildPage(pageDirectory),
  ]);
  await writeFile(join(directory, METAFILE), JSON.stringify(metafile));
  process.env[VARIABLE] = directory;
}

/** The bundles of all functions, and what is in them. */
export interface SharedFunctions extends Pick<Prebuilt, 'functionsDirectory'> {
  readonly metafile: Metafile;
}

/** Gives the bundles of this run; a test file that runs alone has them built into the directory. */
export async function sharedFunctions(directory: string): Promise<SharedFunctions> {
  const shared = process.env[VARIABLE];
  if (!shared) {
    return {
      functionsDirectory: directory,
      metafile: await bundleFunctions({ outdir: directory }),
    };
  }
  const metafile: Metafile = JSON.parse(await readFile(join(shared, METAFILE), 'utf8'));
  return { functionsDirectory: prebuiltIn(shared).functionsDirectory, metafile };
}

const prebuiltIn = (directory: string): Prebuilt => ({
  functionsDirectory: join(directory, 'functions'),
  pageDirectory: join(directory, 'page'),
});
