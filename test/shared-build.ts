// The functions' bundles and the page, built once for all clouds of a test run: they depend on the sources and on no configuration.
import { join } from 'node:path';
import type { Prebuilt } from '../lib/app.ts';
import { bundleFunctions } from '../lib/bundle-functions.ts';

/** The environment variable that names the directory to every process of a test run. */
const VARIABLE = 'AIRLOCK_TEST_BUILD';

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
  await Promise.all([bundleFunctions({ outdir: functionsDirectory }), buildPage(pageDirectory)]);
  process.env[VARIABLE] = directory;
}

/** Gives the bundles of this run; a test file that runs alone has them built into the directory. */
export async function sharedFunctions(directory: string): Promise<string> {
  const shared = sharedBuild();
  if (shared) return shared.functionsDirectory;
  await bundleFunctions({ outdir: directory });
  return directory;
}

const prebuiltIn = (directory: string): Prebuilt => ({
  functionsDirectory: join(directory, 'functions'),
  pageDirectory: join(directory, 'page'),
});
