// Writes the declarations that an entry point needs, with maps that lead to their sources in src/.
import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, posix, relative } from 'node:path';
import { promisify } from 'node:util';

/** Imports of another file of the project, in a declaration. */
const localImport = /(from |import\()'(\.{1,2}\/[\w./-]+)\.ts'/g;

/**
 * Compiles `packageFolder/tsconfig.json` and writes the declarations that `entry` reaches below `dist/types`, and their
 * sources below `src`.
 * @param entry Path of the source below `root`, without `.ts`.
 */
export async function writeDeclarations(options: {
  readonly root: string;
  readonly packageFolder: string;
  readonly entry: string;
}): Promise<void> {
  const { root, packageFolder, entry } = options;
  const emitted = join(packageFolder, 'declarations');
  await promisify(execFile)(process.execPath, [
    join(root, 'node_modules/.bin/tsc'),
    ...['-p', join(packageFolder, 'tsconfig.json'), '--outDir', emitted],
  ]);
  const seen = new Set([entry]);
  // Names are added while these are visited.
  for (const name of seen) {
    const text = await readFile(join(emitted, `${name}.d.ts`), 'utf8');
    for (const [, , imported = ''] of text.matchAll(localImport)) {
      seen.add(posix.join(posix.dirname(name), imported));
    }
    const target = join(packageFolder, 'dist/types', `${name}.d.ts`);
    const source = join(packageFolder, 'src', `${name}.ts`);
    await mkdir(dirname(target), { recursive: true });
    await mkdir(dirname(source), { recursive: true });
    await writeFile(target, text.replaceAll(localImport, "$1'$2.js'"));
    const map = JSON.parse(await readFile(join(emitted, `${name}.d.ts.map`), 'utf8')) as object;
    const sources = [relative(dirname(target), source)];
    await writeFile(`${target}.map`, JSON.stringify({ ...map, sources }));
    await copyFile(join(root, `${name}.ts`), source);
  }
  await rm(emitted, { recursive: true });
}
