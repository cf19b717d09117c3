// Commands that README and docs name: each script and each subcommand of `airlock` exists.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../lib/project.ts';
import packageJson from '../../package.json' with { type: 'json' };

const text = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md'],
  ...readdirSync(join(projectRoot, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]
  .map((name) => readFileSync(join(projectRoot, name), 'utf8'))
  .join('\n');

const named = (pattern: RegExp): readonly string[] =>
  [...new Set(Array.from(text.matchAll(pattern), ([, name = '']) => name))].sort();

it('every script that a page runs is one of package.json', () => {
  const scripts = named(/npm run (?:--silent )?([a-z][\w:-]*)/g);
  expect(scripts).toContain('deploy');
  expect(scripts.filter((name) => !Object.hasOwn(packageJson.scripts, name))).toEqual([]);
});

it('every command of airlock that a page runs is one of its commands', () => {
  const source = readFileSync(join(projectRoot, 'bin', 'airlock.ts'), 'utf8');
  const commands = named(/npx airlock ([a-z]+)/g);
  expect(commands).toContain('deploy');
  expect(commands.filter((name) => !source.includes(`import('./${name}.ts')`))).toEqual([]);
});
