// Keeps README and docs true: links lead somewhere, code compiles, the reference of the configuration is current.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { configurationPage } from '../../lib/configuration-reference.ts';
import { projectRoot } from '../../lib/project.ts';

const README_MAX_BYTES = 8 * 1024;

const pages = [
  ...readdirSync(projectRoot),
  ...readdirSync(join(projectRoot, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) =>
    join('docs', name),
  ),
]
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ name, text: readFileSync(join(projectRoot, name), 'utf8') }));

it('README is one screen', () => {
  expect(statSync(join(projectRoot, 'README.md')).size).toBeLessThanOrEqual(README_MAX_BYTES);
});

it.each(pages)('every link and picture of $name leads to a file that exists', ({ name, text }) => {
  const targets = Array.from(
    text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g),
    ([, path = '']) => path,
  );
  const missing = targets.filter(
    (path) => !existsSync(join(projectRoot, dirname(name), decodeURIComponent(path))),
  );
  expect(missing).toEqual([]);
});

it('docs/configuration.md lists every field with the comment that its type has', () => {
  expect(readFileSync(join(projectRoot, 'docs', 'configuration.md'), 'utf8')).toBe(
    configurationPage(),
  );
});

it('every TypeScript block of README and docs compiles under the strict settings of the project', async () => {
  const blocks = pages.flatMap(({ name, text }) =>
    Array.from(
      text.matchAll(/^```(tsx?)\n([\s\S]*?)^```$/gm),
      ([, language, code = ''], index) => ({
        file: `${name.replaceAll(/\W+/g, '-')}-${index + 1}.${language}`,
        code,
      }),
    ),
  );
  expect(blocks.length).toBeGreaterThan(4);
  const directory = await mkdtemp(join(tmpdir(), 'airlock-docs-'));
  try {
    for (const name of [
      'client',
      'collect',
      'lambdas',
      'lib',
      'node_modules',
      'package.json',
      'tsconfig.json',
    ]) {
      await symlink(join(projectRoot, name), join(directory, name));
    }
    // What the blocks take for granted: the page's own variables.
    const surroundings = `declare const accessToken: string;
      declare const input: { readonly files: readonly [File] };
      declare const progress: { set(share: number): void };\n`;
    await writeFile(join(directory, 'surroundings.d.ts'), surroundings);
    for (const { file, code } of blocks) {
      await writeFile(join(directory, file), `${code}\nexport {};\n`);
    }
    await writeFile(
      join(directory, 'tsconfig.blocks.json'),
      JSON.stringify({
        extends: './tsconfig.json',
        compilerOptions: {
          preserveSymlinks: true,
          // The package as it is before its build.
          paths: {
            airlock: ['./lib/public.ts'],
            '@airlock/client': ['./client/airlock.ts'],
            '@airlock/client/*': ['./client/*.ts'],
          },
        },
        include: [],
        files: ['surroundings.d.ts', ...blocks.map(({ file }) => file)],
      }),
    );
    const tsc = join(projectRoot, 'node_modules', '.bin', 'tsc');
    const output = await promisify(execFile)(tsc, ['-p', 'tsconfig.blocks.json'], {
      cwd: directory,
    }).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout,
    );
    expect(output).toBe('');
  } finally {
    await rm(directory, { recursive: true });
  }
});
