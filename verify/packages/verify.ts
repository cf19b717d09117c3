// `npm run verify:packages`: the packed client, installed into an empty folder, compiles, uploads and is bundled.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { buildClient } from '../../packages/build/client.ts';
import { accessToken } from '../../test/access-token.ts';
import { npmStart } from '../../test/npm-start.ts';
import { consumerFiles } from './consumer.ts';
import { bin, inEmptyFolder, pack, quiet, run, step } from './steps.ts';

/** The oldest Node that the package names, of its line the newest. */
const OLDEST_NODE = 'node@20.20.2';
const UPPY = '@uppy/core@6.3.1';
/** The oldest React that the package names. */
const REACT = ['react@18.3.1', '@types/react@18.3.32'] as const;
const UPLOADED_BYTES = 40 * 1024 * 1024;

await inEmptyFolder(verify);

async function verify(home: string): Promise<void> {
  await buildClient();
  const tarball = await pack('packages/client', home);

  const consumer = join(home, 'consumer');
  await mkdir(consumer);
  for (const [name, text] of Object.entries(consumerFiles)) {
    await writeFile(join(consumer, name), text);
  }
  const inConsumer = { cwd: consumer };

  await step('attw', async () => {
    await run(bin('attw'), [
      tarball,
      '--profile',
      'esm-only',
      '--exclude-entrypoints',
      'airlock.min.js',
    ]);
    return 'no problem';
  });
  await step('npm install', async () => {
    await run('npm', ['install', ...quiet, tarball, UPPY, ...REACT, OLDEST_NODE], inConsumer);
    return (await readdir(join(consumer, 'node_modules/@airlock/client'))).join(' ');
  });
  for (const project of ['nodenext', 'bundler', 'react', 'uppy'].map(
    (name) => `tsconfig.${name}.json`,
  )) {
    await step(`tsc -p ${project}`, async () => {
      await run(bin('tsc'), ['-p', project], inConsumer);
      return 'no error';
    });
  }
  const oldNode = join(consumer, 'node_modules/node/bin/node');
  await step('require from CommonJS', async () =>
    (await run(oldNode, ['common.cjs'], inConsumer)).stdout.trim(),
  );
  await step('vite build', async () => {
    const outDir = join(consumer, 'site');
    await build({ root: consumer, logLevel: 'silent', build: { outDir } });
    const assets = await readdir(join(outDir, 'assets'));
    if (!assets.some((name) => name.includes('hash-worker')))
      throw new Error('The worker is missing.');
    return assets.sort().join(' ');
  });
  await step('upload from a plain Node script', () => uploadWith(oldNode, consumer, home));
}

/** Uploads text in parts to a local cloud and downloads it again. */
async function uploadWith(node: string, consumer: string, home: string): Promise<string> {
  const cloud = await npmStart({ state: join(home, 'cloud') });
  try {
    const path = join(home, 'large.txt');
    await writeFile(path, 'A line of a long text.\n'.repeat(UPLOADED_BYTES / 23));
    const { api } = cloud.addresses;
    const token = await accessToken(cloud.addresses);
    const script = ['upload.js', api, token, path, 'documents'];
    return (await run(node, script, { cwd: consumer })).stdout.trim();
  } finally {
    await cloud.stop();
  }
}
