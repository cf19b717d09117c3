// Finds the source that a mutant changes.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { projectRoot } from '../../lib/project.ts';
import type { Mutant } from './mutant.ts';

/** Where mutated sources lie; tests and tools are not mutated. */
export const SOURCES = /^(lambdas|lib)\//;

/**
 * The only one of these paths that has the mutant's file name and contains its text.
 * @throws when there is none or more than one, or when the text occurs twice in it
 */
export function placeOf({ file, from, breaks }: Mutant, paths: readonly string[]): string {
  const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8');
  const named = paths.filter((path) => SOURCES.test(path) && basename(path) === file);
  const found = named.filter((path) => read(path).includes(from));
  const [path, ...others] = found;
  if (path === undefined || others.length > 0) {
    throw new Error(`"${breaks}": ${found.length} files named ${file} contain ${from}`);
  }
  if (read(path).split(from).length !== 2) {
    throw new Error(`"${breaks}": ${path} contains more than once: ${from}`);
  }
  return path;
}
