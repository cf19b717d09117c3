// The walks through the code in CONTRIBUTING.md: every function that they name is where they say.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
const named = Array.from(text.matchAll(/`(\w+)` \(`([\w/.-]+\.ts)`\)/g), ([, name, file]) => ({
  name: name ?? '',
  file: file ?? '',
}));

it('names at least twenty functions with their files', () => {
  expect(named.length).toBeGreaterThan(20);
});

it.each(named)('$file exports $name', ({ name, file }) => {
  const source = readFileSync(join(root, file), 'utf8');
  expect(source).toMatch(new RegExp(`^export (?:async )?(?:const|function) ${name}\\b`, 'm'));
});
