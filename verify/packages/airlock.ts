// `npm run verify:packages`, second part: the packed construct, installed into empty folders, synthesizes clean under cdk-nag.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../lib/project.ts';
import { buildAirlock, type FunctionDigests } from '../../packages/build/airlock.ts';
import { buildClient } from '../../packages/build/client.ts';
import { appFiles, installers } from './cdk-app.ts';
import { startAndUpload } from './start-app.ts';
import { bin, inEmptyFolder, pack, run, step } from './steps.ts';

const packageFolder = join(projectRoot, 'packages/airlock');
const exampleFolder = join(projectRoot, 'examples/cdk-app');

/** The oldest Node that the package names, of its line the newest. */
const OLDEST_NODE = '20.20.2';

/** The expected files of the package. */
const belongs =
  /^(dist\/(types\/(lib|lambdas)\/[\w/-]+\.d\.ts(\.map)?|[\w-]+\.js)|src\/(lib|lambdas)\/[\w/-]+\.ts|prebuilt\/(functions|page)\/[\w./-]+|template\/[\w./-]+|lambdas\/edge\/route-request\.js|functions\.json|LICENSE|README\.md|THIRD-PARTY-NOTICES\.txt|package\.json)$/;

await inEmptyFolder(verify);

async function verify(home: string): Promise<void> {
  await Promise.all([buildAirlock(), buildClient()]);
  const tarball = await pack('packages/airlock', home);
  const client = await pack('packages/client', home);
  await step('npm pack', async () => {
    const foreign = (await packedFiles()).filter((file) => !belongs.test(file));
    if (foreign.length > 0) throw new Error(`These files do not belong: ${foreign.join(', ')}`);
    return 'only what belongs';
  });
  await step('publint', async () => {
    await run(bin('publint'), ['--strict', packageFolder]);
    return 'no problem';
  });
  await step('attw', async () => {
    const leftOut = ['--exclude-entrypoints', 'functions.json'];
    await run(bin('attw'), [tarball, '--profile', 'esm-only', ...leftOut]);
    return 'no problem';
  });
  for (const { name, command, manifest } of installers) {
    const folder = join(home, name);
    await cp(exampleFolder, folder, { recursive: true });
    await write(folder, appFiles);
    const tarballs = { airlock: `file:${tarball}`, '@airlock/client': `file:${client}` };
    await writeManifest(folder, tarballs, manifest);
    await step(`${name}: install`, async () => {
      const [program = '', ...args] = command;
      await run(program, args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 });
      return (await readdir(join(folder, 'node_modules'))).length.toString();
    });
    if (!existsSync(join(folder, 'node_modules/airlock'))) continue;
    await verifyApps(name, folder);
    await step(`${name}: airlock start`, () => startAndUpload(folder));
    if (name === 'npm') await verifyCommands(folder);
  }
}

/** Synthesizes every kind of app with what is installed in the folder. */
async function verifyApps(name: string, folder: string): Promise<void> {
  const inFolder = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
  const oldNode = join(folder, 'node_modules/node/bin/node');
  await step(`${name}: tsc`, async () => {
    await run(process.execPath, [join(folder, 'node_modules/typescript/bin/tsc')], inFolder);
    return 'no error';
  });
  for (const app of ['dist/app.js', 'app.js', 'app.cjs']) {
    await step(`${name}: node ${app}`, async () => {
      const outdir = join(folder, `cdk.out-${app.replaceAll(/\W/g, '-')}`);
      const env = { ...process.env, CDK_OUTDIR: outdir };
      await run(oldNode, [app], { ...inFolder, env });
      return `${await heldDigests(folder, outdir)} functions are those of the package`;
    });
  }
  await step(`${name}: wrong properties`, async () => {
    const { stdout } = await run(oldNode, ['wrong.js'], inFolder);
    if (!stdout.includes('collections.photos.maxBytes is -1')) throw new Error(stdout);
    return stdout.trim().split('\n')[0] ?? '';
  });
}

/** Runs the commands that need no AWS on the app of the folder, which has no airlock.config.ts. */
async function verifyCommands(folder: string): Promise<void> {
  const cli = join(folder, 'node_modules/airlock/dist/cli.js');
  const airlock = async (...args: readonly string[]) => {
    const { stdout } = await run(process.execPath, [cli, ...args], { cwd: folder });
    return stdout.trim().split('\n').at(-1) ?? '';
  };
  const samples = join(folder, 'samples');
  await cp(join(projectRoot, 'test/fixtures/files/fixture.png'), join(samples, 'fixture.png'));
  await step('airlock judge', () => airlock('judge', samples));
  await step('airlock doctor', () => airlock('doctor'));
}

/** Counts the functions of an assembly; throws for one whose files are not those of the package. */
async function heldDigests(folder: string, outdir: string): Promise<number> {
  const published = JSON.parse(
    await readFile(join(folder, 'node_modules/airlock/functions.json'), 'utf8'),
  ) as Record<string, FunctionDigests>;
  const known = new Set(
    Object.values(published).flatMap((each) => Object.values(each).map(({ sha256 }) => sha256)),
  );
  const bundles = (await readdir(outdir, { recursive: true })).filter(
    (file) => file.startsWith('asset.') && file.endsWith('.mjs'),
  );
  for (const file of bundles) {
    const content = await readFile(join(outdir, file));
    if (!known.has(createHash('sha256').update(content).digest('hex'))) {
      throw new Error(`${file} is none of the files that functions.json lists.`);
    }
  }
  return bundles.filter((file) => file.endsWith('index.mjs')).length;
}

/** The files of the package, as npm lists them. */
async function packedFiles(): Promise<readonly string[]> {
  const { stdout } = await run('npm', ['pack', '--json', '--dry-run'], {
    cwd: packageFolder,
    maxBuffer: 64 * 1024 * 1024,
  });
  const [{ files }] = JSON.parse(stdout) as [{ files: readonly { readonly path: string }[] }];
  return files.map(({ path }) => path);
}

async function write(folder: string, texts: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(texts)) await writeFile(join(folder, name), text);
}

async function writeManifest(folder: string, tarballs: object, more: object): Promise<void> {
  const file = join(folder, 'package.json');
  // Whether development dependencies are installed depends on the machine's settings.
  const { devDependencies, ...manifest } = JSON.parse(await readFile(file, 'utf8'));
  const dependencies = {
    ...manifest.dependencies,
    ...devDependencies,
    ...tarballs,
    node: OLDEST_NODE,
  };
  await writeFile(file, JSON.stringify({ ...manifest, dependencies, ...more }, null, 2));
}
