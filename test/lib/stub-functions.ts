// Bundles that do nothing: a template does not depend on the code of its functions.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allFunctionNames } from '../../lambdas/functions.ts';

/** Writes a bundle for every function below the directory and returns the directory. */
export function writeStubFunctions(directory: string): string {
  for (const name of allFunctionNames) {
    mkdirSync(join(directory, name), { recursive: true });
    writeFileSync(join(directory, name, 'index.mjs'), `export const handler = '${name}';\n`);
  }
  return directory;
}
