import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { publint } from 'publint';
import { beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../../lib/project.ts';
import { buildClient } from '../../packages/build/client.ts';

const packageFolder = join(projectRoot, 'packages/client');
const dist = join(packageFolder, 'dist');

/** What a page that only uploads loads before its first upload, compressed. */
const UPLOADER_MAX_BYTES = 10 * 1024;
/** What it loads with the first upload. */
const FIRST_UPLOAD_MAX_BYTES = 5 * 1024;

beforeAll(buildClient);

it('a page that only uploads loads at most 10 KB, and 5 KB more with its first upload', async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: "export { createUploader } from './dist/airlock.js'",
      resolveDir: packageFolder,
    },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    write: false,
    outdir: 'unused',
    target: 'es2022',
  });
  // `duplex` is set only by the transfer by fetch, which a page does not load.
  const [page = 0, ...later] = outputFiles
    .filter(({ text }, index) => index === 0 || !text.includes('duplex'))
    .map(({ contents }) => gzipSync(contents).byteLength);
  expect(later).toHaveLength(outputFiles.length - 2);
  const onFirstUpload = later.reduce((sum, bytes) => sum + bytes, 0);
  console.log(`createUploader: ${page} bytes gzip, with the first upload ${onFirstUpload} more`);
  expect(page).toBeLessThanOrEqual(UPLOADER_MAX_BYTES);
  expect(onFirstUpload).toBeLessThanOrEqual(FIRST_UPLOAD_MAX_BYTES);
});

it('the package has nothing that publint complains about', async () => {
  const { messages } = await publint({ pkgDir: packageFolder, strict: true });
  expect(messages).toEqual([]);
});

it('npm pack lists the built modules, their declarations, the sources of these, and no other file', async () => {
  const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json'], {
    cwd: packageFolder,
  });
  const [packed] = JSON.parse(stdout) as [{ size: number; files: { path: string }[] }];
  console.log(`@airlock/client: ${packed.size} bytes packed, ${packed.files.length} files`);
  const expected =
    /^(?:package\.json|README\.md|LICENSE|dist\/(?:airlock|airlock\.min|uppy|node|hash-worker|chunk-\w+)\.js(?:\.map)?|dist\/types\/[\w-]+\.d\.ts(?:\.map)?|src\/[\w-]+\.ts)$/;
  const paths = packed.files.map(({ path }) => path);
  expect(paths.filter((path) => !expected.test(path))).toEqual([]);
  for (const path of ['dist/airlock.js', 'dist/types/airlock.d.ts', 'README.md', 'LICENSE']) {
    expect(paths).toContain(path);
  }
});

it('no declaration refers to Node, to the server or to a schema library', () => {
  const declarations = readdirSync(join(dist, 'types')).filter((name) => name.endsWith('.d.ts'));
  expect(declarations.length).toBeGreaterThan(5);
  for (const name of declarations) {
    const text = readFileSync(join(dist, 'types', name), 'utf8');
    expect(text).not.toMatch(/\bBuffer\b|'node:|'zod|\.\.\/|\.ts'/);
  }
});

it('importing the package touches no global of a browser', async () => {
  const { createAirlock } = (await import(join(dist, 'airlock.js'))) as {
    createAirlock: (options: object) => object;
  };
  expect(globalThis).not.toHaveProperty('document');
  expect(createAirlock({ api: 'https://api.test', getToken: () => 'token' })).toHaveProperty(
    'upload',
  );
});
