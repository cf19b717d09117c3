// Finds the regular expressions of everything that reads untrusted text: the functions and the client.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findRegexes, type RegexesOfSource } from './find-regexes.ts';

const root = join(import.meta.dirname, '../..');

/** Reads every source of `lambdas/` and `client/`. */
export function sourceRegexes(): RegexesOfSource {
  const all = ['lambdas', 'client']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.tsx?$/.test(name))
        .map((name) => join(folder, name)),
    )
    .map((file) => findRegexes(file, readFileSync(join(root, file), 'utf8')));
  return {
    found: all.flatMap(({ found }) => found),
    builtAtRunTime: all.flatMap(({ builtAtRunTime }) => builtAtRunTime),
  };
}
