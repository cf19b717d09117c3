import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
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

/** All that a page loads to upload a file by one form, compressed. */
const FORM_UPLOAD_MAX_BYTES = 10 * 1024;
/** What it loads with the first file in parts, its worker included, and once several files are under way. */
const LATER_MAX_BYTES = 5 * 1024;

beforeAll(buildClient);

/** Bytes of a bundle, compressed; what it loads later is left out, or with `isWhole` included. */
async function bundledBytes(contents: string, isWhole: boolean): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: packageFolder },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
    target: 'es2022',
    logLevel: 'error',
    plugins: [
      {
        name: 'leave-out',
        setup: ({ onResolve }) =>
          onResolve({ filter: /^\./ }, async ({ kind, path, resolveDir }) => {
            if (kind !== 'dynamic-import') return undefined;
            const text = await readFile(join(resolveDir, path), 'utf8');
            // Pages never load the transfer by `fetch`, which sets `duplex`.
            const isLeftOut = !isWhole || text.includes('duplex');
            return isLeftOut ? { path, external: true } : undefined;
          }),
      },
    ],
  });
  return gzipSync(outputFiles[0]?.contents ?? '').byteLength;
}

it('a page loads at most 10 KB to upload a file, and 5 KB more for files in parts and for several at once', async () => {
  const uploader = "export { createUploader } from './dist/airlock.js'";
  const form = await bundledBytes(uploader, false);
  const worker = gzipSync(readFileSync(join(dist, 'hash-worker.js'))).byteLength;
  const parts = (await bundledBytes(uploader, true)) - form + worker;
  console.log(
    `createUploader: ${form} bytes gzip, for files in parts and several at once ${parts} more`,
  );
  expect(form).toBeLessThanOrEqual(FORM_UPLOAD_MAX_BYTES);
  expect(parts).toBeGreaterThan(1024);
  expect(parts).toBeLessThanOrEqual(LATER_MAX_BYTES);
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
    /^(?:package\.json|README\.md|LICENSE|dist\/(?:airlock|airlock\.min|uppy|react|node|hash-worker|chunk-\w+)\.js(?:\.map)?|dist\/types\/[\w-]+\.d\.ts(?:\.map)?|src\/[\w-]+\.tsx?)$/;
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
