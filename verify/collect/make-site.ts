// A site with a page for each editor, from the packages as their makers publish them.
import { execFile } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { editors, pageOf } from './editors.ts';

/** Installs the packages below the directory; without their scripts, which nothing here needs. */
export async function installEditors(directory: string): Promise<void> {
  const names = editors.map(({ name, version }) => `${name}@${version}`);
  await writeFile(join(directory, 'package.json'), '{"private":true}\n');
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
  await promisify(execFile)('npm', ['install', ...options, ...names], { cwd: directory });
}

/** Lays the site out in `site` below the directory. */
export async function makeSite(directory: string): Promise<string> {
  const site = join(directory, 'site');
  for (const editor of editors) {
    const { name, folder, parts, start } = editor;
    for (const part of parts) {
      const to = join(site, 'vendor', name, part);
      await mkdir(join(to, '..'), { recursive: true });
      await cp(join(directory, 'node_modules', name, folder, part), to, { recursive: true });
    }
    await writeFile(join(site, `${name}.html`), pageOf(editor));
    await writeFile(join(site, `start-${name}.js`), start);
  }
  return site;
}
