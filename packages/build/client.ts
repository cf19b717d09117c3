// npm run build:packages: builds @airlock/client from client/ into packages/client.
import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const root = join(import.meta.dirname, '../..');
const sources = join(root, 'client');
const packageFolder = join(root, 'packages/client');

/** Modules that people import; the names of files in client/ and in dist/. */
const entryPoints = ['airlock', 'uppy', 'react', 'node'] as const;

const shared: BuildOptions = {
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  jsx: 'automatic',
  external: ['node:*', '@uppy/core', '@uppy/core/*', 'react', 'react/*'],
  sourcemap: true,
  logLevel: 'warning',
};

/** The worker is a file beside the module that starts it, also after the build. */
const workerAddress: Plugin = {
  name: 'worker-address',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]client[/\\]hash-part\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!text.includes("'./hash-worker.ts'")) throw new Error(`${path} starts no worker.`);
      return { contents: text.replace("'./hash-worker.ts'", "'./hash-worker.js'"), loader: 'ts' };
    });
  },
};

/** Builds the package into its folder; what was there before is deleted. */
export async function buildClient(): Promise<void> {
  const dist = join(packageFolder, 'dist');
  for (const name of ['dist', 'src']) {
    await rm(join(packageFolder, name), { recursive: true, force: true });
  }
  await Promise.all([
    build({
      ...shared,
      entryPoints: ['airlock', 'uppy', 'react', 'hash-worker'].map((name) =>
        join(sources, `${name}.ts`),
      ),
      outdir: dist,
      splitting: true,
      // Beside the entry points, because the worker's address is relative to the module that starts it.
      chunkNames: 'chunk-[hash]',
      plugins: [workerAddress],
    }),
    // By itself: it shares next to nothing with the others, and its syntax needs helpers that they do not.
    build({
      ...shared,
      entryPoints: [join(sources, 'node.ts')],
      outfile: join(dist, 'node.js'),
    }),
    build({
      ...shared,
      entryPoints: [join(sources, 'airlock.ts')],
      outfile: join(dist, 'airlock.min.js'),
      minify: true,
      plugins: [workerAddress],
    }),
    writeDeclarations(join(dist, 'types')),
    copyFile(join(root, 'LICENSE'), join(packageFolder, 'LICENSE')),
  ]);
}

/** Writes the declarations that the entry points need, with maps that lead to their sources in src/. */
async function writeDeclarations(directory: string): Promise<void> {
  const emitted = join(packageFolder, 'declarations');
  const tsc = join(root, 'node_modules/.bin/tsc');
  await promisify(execFile)(process.execPath, [
    tsc,
    ...['-p', join(packageFolder, 'tsconfig.json'), '--outDir', emitted],
  ]);
  await mkdir(directory, { recursive: true });
  await mkdir(join(packageFolder, 'src'), { recursive: true });
  const seen = new Set<string>(entryPoints.map((name) => `${name}.ts`));
  // Names are added while these are visited.
  for (const source of seen) {
    const name = source.replace(/\.tsx?$/, '');
    const text = await readFile(join(emitted, `${name}.d.ts`), 'utf8');
    for (const [, imported = ''] of text.matchAll(/'\.\/([\w-]+\.tsx?)'/g)) seen.add(imported);
    await writeFile(
      join(directory, `${name}.d.ts`),
      text.replaceAll(/'\.\/([\w-]+)\.tsx?'/g, "'./$1.js'"),
    );
    const map = JSON.parse(await readFile(join(emitted, `${name}.d.ts.map`), 'utf8')) as object;
    await writeFile(
      join(directory, `${name}.d.ts.map`),
      JSON.stringify({ ...map, sources: [`../../src/${source}`] }),
    );
    await copyFile(join(sources, source), join(packageFolder, 'src', source));
  }
  await rm(emitted, { recursive: true });
}

if (import.meta.main) await buildClient();
