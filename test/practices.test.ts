// Keeps docs/practices.md honest: every practice names a test, and that test exists.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const tests = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts') && name !== 'practices.test.ts')
  .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
  .join('\n');

const practices = readFileSync(join(import.meta.dirname, '../docs/practices.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, practice = '', name = ''] = line.split('|').map((cell) => cell.trim());
    return name && name !== 'test' && !name.startsWith('-') ? [[practice, name] as const] : [];
  });

it('the list is read', () => {
  expect(practices.length).toBeGreaterThan(15);
});

it('every file that the threat model names is there', () => {
  const root = join(import.meta.dirname, '..');
  const model = readFileSync(join(root, 'docs/security.md'), 'utf8');
  const named = Array.from(model.matchAll(/`([a-z]+\/[\w./-]+)`/g), ([, path = '']) => path);
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

it.each(practices)('%s', (_practice, name) => {
  expect(tests).toContain(`'${name}'`);
});
