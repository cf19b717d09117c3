// Handlers to compare a function's bundle with: of the same name, without work, or with only its AWS clients.
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as connect from '../../lambdas/aws/connect.ts';
import {
  type AnyFunctionName,
  allFunctionNames,
  signingFunctions,
} from '../../lambdas/functions.ts';
import { projectRoot } from '../../lib/project.ts';

/** The function that makes an AWS client, such as `connectS3`. */
export type Maker = keyof typeof connect;

const makers = Object.keys(connect) as Maker[];
const lambdas = join(projectRoot, 'lambdas');

/** The creators of a function's clients: those that its handler names, and S3's if it signs downloads. */
export function makersOf(name: AnyFunctionName): readonly Maker[] {
  const handler = readFileSync(join(lambdas, name, 'handler.ts'), 'utf8');
  const signs = signingFunctions.some((signing) => signing === name);
  return makers.filter((maker) => handler.includes(maker) || (signs && maker === 'connectS3'));
}

/** Writes a handler per function that makes the function's clients; returns the directory. */
export const writeFloorHandlers = (directory: string): Promise<string> =>
  writeHandlers(directory, (name) => {
    const needed = makersOf(name);
    const module = JSON.stringify(join(lambdas, 'aws', 'connect.ts'));
    return `import { ${needed.join(', ')} } from ${module};
export const clients = [${needed.map((maker) => `${maker}()`).join(', ')}];
export const handler = () => clients;`;
  });

/** Writes a handler per function that does nothing; returns the directory. */
export const writeEmptyHandlers = (directory: string): Promise<string> =>
  writeHandlers(directory, () => 'export const handler = () => {};');

async function writeHandlers(
  directory: string,
  sourceOf: (name: AnyFunctionName) => string,
): Promise<string> {
  for (const name of allFunctionNames) {
    await mkdir(join(directory, name), { recursive: true });
    await writeFile(join(directory, name, 'handler.ts'), sourceOf(name));
  }
  return directory;
}
