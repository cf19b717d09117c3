// `airlock init`: writes a small CDK app with one Airlock into a folder, and never overwrites a file.
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { ConfigError } from '../lib/config-error.ts';
import { isPackage, projectRoot } from '../lib/project.ts';
import { runCommand } from './run-command.ts';

const usage = `Usage: airlock init [folder]

Writes a small CDK app into the folder, by default into this one: package.json, tsconfig.json, cdk.json, bin/app.ts and a
script that uploads a file. Refuses to overwrite a file. Exits with 0, or with 2 when it wrote nothing.`;

const template = isPackage
  ? join(projectRoot, 'template')
  : join(projectRoot, 'examples', 'cdk-app');

await runCommand({ usage, options: {}, maxWords: 1, foreseen: [] }, async ({ positionals }) => {
  const folder = resolve(positionals[0] ?? '.');
  const files = (await readdir(template, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(template.length + 1))
    .sort();
  await mkdir(folder, { recursive: true });
  const present = new Set(await readdir(folder, { recursive: true }));
  const taken = files.filter((file) => present.has(file));
  if (taken.length > 0) {
    throw new ConfigError(
      `${folder} has ${taken.join(', ')} already, which init would overwrite; name another folder, such as airlock init uploads.`,
    );
  }
  await cp(template, folder, { recursive: true });
  await nameAfter(folder);
  process.stdout.write(`Wrote ${files.join(', ')}.

  npm install       once
  npx airlock start run it on this machine
  npx airlock deploy
`);
  return 0;
});

/** The app is named after its folder, as far as npm allows. */
async function nameAfter(folder: string): Promise<void> {
  const file = join(folder, 'package.json');
  const name = basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]/g, '-');
  const manifest = {
    ...JSON.parse(await readFile(file, 'utf8')),
    name: name.replace(/^[._]+/, ''),
  };
  await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`);
}
