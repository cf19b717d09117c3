// Numbers in English sentences, written without Intl.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { groupedDigits } from '../../lambdas/domain/grouped-digits.ts';
import { projectRoot } from '../../lib/project.ts';

it('whole numbers are written as Intl writes them in English', () => {
  fc.assert(
    fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (value) => {
      expect(groupedDigits(value)).toBe(value.toLocaleString('en'));
    }),
  );
});

it('numbers with at most two decimal places are written as Intl writes them in English', () => {
  fc.assert(
    fc.property(fc.nat({ max: 10_000_000 }), (hundredths) => {
      const value = hundredths / 100;
      expect(groupedDigits(value)).toBe(value.toLocaleString('en'));
    }),
  );
});

it('no function formats by Intl but for what few requests need', () => {
  const folder = join(projectRoot, 'lambdas');
  const users = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .filter((name) => /toLocaleString|new Intl\./.test(readFileSync(join(folder, name), 'utf8')));
  // Sizes for the page in the reader's language, lists that are sorted by name, and names of more than 255 bytes.
  expect(users.sort()).toEqual([
    'domain/bytes-in-words.ts',
    'domain/file-order.ts',
    'domain/filename.ts',
  ]);
});
