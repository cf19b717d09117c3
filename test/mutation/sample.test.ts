// Which mutants a sample holds.
import { expect, it } from 'vitest';
import { draw, type Mutant } from './sample.ts';

const root = '/project';
const mutantAt = (line: number, id = `${line}`): Mutant => ({
  id,
  fileName: `${root}/lambdas/domain/file.ts`,
  location: { start: { line, column: 0 }, end: { line, column: 9 } },
  mutatorName: 'BooleanLiteral',
  replacement: 'false',
});
const mutants = Array.from({ length: 100 }, (_, line) => mutantAt(line));

it('a sample holds the requested number of mutants, or all where there are fewer', () => {
  expect(draw(mutants, 10, '1', root).size).toBe(10);
  expect(draw(mutants, 1000, '1', root).size).toBe(100);
});

it('the same seed draws the same mutants on every machine, in any order, under any ids', () => {
  const drawn = draw(mutants, 10, '1', root);
  expect(draw(mutants.toReversed(), 10, '1', root)).toEqual(drawn);
  const elsewhere = mutants.map((mutant) => ({
    ...mutant,
    id: `other ${mutant.id}`,
    fileName: mutant.fileName.replace(root, '/elsewhere'),
  }));
  expect(draw(elsewhere, 10, '1', '/elsewhere')).toEqual(
    new Set([...drawn].map((id) => `other ${id}`)),
  );
});

it('another seed draws other mutants', () => {
  expect(draw(mutants, 10, '2', root)).not.toEqual(draw(mutants, 10, '1', root));
});

it('mutants that are added or removed elsewhere change no rank of the others', () => {
  const drawn = draw(mutants, 100, '1', root);
  const half = mutants.slice(50);
  expect([...draw(half, 100, '1', root)]).toEqual([...drawn].filter((id) => Number(id) >= 50));
});
