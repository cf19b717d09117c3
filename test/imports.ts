// Which file of the project imports which.
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** One import, export from, or dynamic import. */
export interface Import {
  readonly file: string;
  /** A path within the project, or the name of a package. */
  readonly target: string;
  readonly isTypeOnly: boolean;
}

const statement =
  /^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm;

/** Lists the imports of files, whose paths are relative to the root. */
export const importsOf = (root: string, files: readonly string[]): readonly Import[] =>
  files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return Array.from(text.matchAll(statement), ([, type, target = '', dynamic]) => {
      const name = target || dynamic || '';
      return {
        file,
        target: name.startsWith('.') ? normalize(join(dirname(file), name)) : name,
        isTypeOnly: type !== undefined,
      };
    });
  });
