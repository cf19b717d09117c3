// Each mutant of `npm run mutants` still changes a text of the sources: a change of that text must change the mutant as well.
import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../lib/project.ts';
import { otherMutants } from './mutants/other-mutants.ts';
import { placeOf } from './mutants/place-of.ts';
import { s3Mutants } from './mutants/s3-mutants.ts';
import { tableMutants } from './mutants/table-mutants.ts';
import { useCaseMutants } from './mutants/use-case-mutants.ts';

const sources = globSync('{lambdas,lib}/**/*.ts', { cwd: projectRoot });
const mutants = [...s3Mutants, ...tableMutants, ...otherMutants, ...useCaseMutants];

it.each(mutants)('the mutant "$breaks" changes one place of $file', (mutant) => {
  expect(placeOf(mutant, sources)).toContain(mutant.file);
});

it('the tests that must notice a mutant exist', () => {
  const named = new Set(mutants.flatMap(({ tests }) => tests));
  const missing = [...named].filter((test) => !existsSync(join(projectRoot, test)));
  expect(missing).toEqual([]);
});
