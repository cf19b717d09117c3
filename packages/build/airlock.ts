// npm run build:packages: builds the package `airlock` from lib/ and lambdas/ into packages/airlock.
import { createHash } from 'node:crypto';
import { copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { buildPage } from '../../lib/build-page.ts';
import { bundleFunctions } from '../../lib/bundle-functions.ts';
import { writeDeclarations } from './declarations.ts';
import { thirdPartyNotices } from './notices.ts';

const root = join(import.meta.dirname, '../..');
const packageFolder = join(root, 'packages/airlock');
const edgeFunction = 'lambdas/edge/route-request.js';

/** What the user's own project brings, what may be there, and what only a clone needs. */
const external = [
  ...['aws-cdk-lib', 'aws-cdk-lib/*', 'constructs'],
  ...['@cloud-copilot/iam-simulate', '@dynoxide/*'],
  ...['aws-cdk', 'esbuild', 'vite'],
];

/** The modules that people and programs start, by their names in dist/. */
const entryPoints = {
  airlock: 'lib/public.ts',
  cli: 'bin/airlock.ts',
  runtime: 'local/lambda/runtime.ts',
  's3-worker': 'local/storage/s3-worker.ts',
} as const;

/** CommonJS packages inside the bundle call it for Node's own modules. */
const requireBanner =
  "import { createRequire as createRequireOf } from 'node:module';const require = createRequireOf(import.meta.url);";

/** A worker is a file beside the module that starts it, also after the build. */
const workerAddresses: Plugin = {
  name: 'worker-addresses',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]local[/\\](lambda|storage)[/\\].*\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll(
        /new URL\('\.\/(runtime|s3-worker)\.ts'/g,
        "new URL('./$1.js'",
      ),
      loader: 'ts',
    }));
  },
};

/** Digests of a function's files by their names. */
export type FunctionDigests = Readonly<
  Record<string, { readonly sha256: string; readonly bytes: number }>
>;

/** Builds the package into its folder; what was there before is deleted. */
export async function buildAirlock(): Promise<void> {
  const inPackage = (...names: string[]) => join(packageFolder, ...names);
  for (const name of ['dist', 'lambdas', 'prebuilt', 'src', 'template']) {
    await rm(inPackage(name), { recursive: true, force: true });
  }
  const [functions, page, library] = await Promise.all([
    bundleFunctions({ outdir: inPackage('prebuilt/functions') }),
    buildPage(inPackage('prebuilt/page')),
    build({
      absWorkingDir: root,
      entryPoints,
      outdir: inPackage('dist'),
      bundle: true,
      splitting: true,
      // Beside the entry points, because places of files are relative to the module that asks for them.
      chunkNames: 'chunk-[hash]',
      platform: 'node',
      target: 'node20',
      format: 'esm',
      mainFields: ['module', 'main'],
      external,
      banner: { js: requireBanner },
      plugins: [workerAddresses],
      minifySyntax: true,
      minifyWhitespace: true,
      metafile: true,
      logLevel: 'warning',
    }),
    writeDeclarations({ root, packageFolder, entry: 'lib/public' }),
    copyFile(join(root, 'LICENSE'), inPackage('LICENSE')),
    copyTemplate(inPackage('template')),
  ]);
  await mkdir(inPackage('lambdas/edge'), { recursive: true });
  await copyFile(join(root, edgeFunction), inPackage(edgeFunction));
  const bundled = [functions, library.metafile].flatMap(({ inputs }) => Object.keys(inputs));
  const files = [...bundled.map((file) => resolve(root, file)), ...page];
  await writeFile(inPackage('THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(files));
  const digests = await digestsOf(inPackage('prebuilt/functions'));
  await writeFile(inPackage('functions.json'), `${JSON.stringify(digests, null, 2)}\n`);
}

/** What `airlock init` writes: the example, without what was installed or built in it. */
const copyTemplate = (folder: string): Promise<void> =>
  cp(join(root, 'examples/cdk-app'), folder, {
    recursive: true,
    filter: (path) =>
      !/[/\\](node_modules|dist|cdk\.out|\.airlock)$|package-lock\.json$/.test(path),
  });

/** The digests of all functions below a directory, by function. */
export async function digestsOf(directory: string): Promise<Record<string, FunctionDigests>> {
  const names = (await readdir(directory)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await digestsIn(join(directory, name))])),
  );
}

async function digestsIn(folder: string): Promise<FunctionDigests> {
  const names = (await readdir(folder)).sort();
  return Object.fromEntries(
    await Promise.all(
      names.map(async (name) => {
        const content = await readFile(join(folder, name));
        const sha256 = createHash('sha256').update(content).digest('hex');
        return [name, { sha256, bytes: content.length }];
      }),
    ),
  );
}

if (import.meta.main) await buildAirlock();
