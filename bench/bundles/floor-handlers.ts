// What a function's bundle is compared with: handlers by the same names that do nothing, or make its AWS clients and no more.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../lambdas/env.ts';
import {
  type AnyFunctionName,
  allFunctionNames,
  functionEnvironment,
} from '../../lambdas/functions.ts';
import { projectRoot } from '../../lib/project.ts';

/** An AWS client of the functions. */
export type Client = 'DynamoDB' | 'S3' | 'CloudFront';

/** The function that makes each, and its file below `lambdas/aws`. */
const makers: Readonly<Record<Client, readonly [maker: string, file: string]>> = {
  DynamoDB: ['connectDynamo', 'connect.ts'],
  S3: ['connectS3', 'connect.ts'],
  CloudFront: ['connectCloudFront', 'connect.ts'],
};

/** The clients that a function makes, by the variables that it reads. */
export function clientsOf(name: AnyFunctionName): readonly Client[] {
  const reads: readonly (keyof Environment)[] = functionEnvironment[name];
  return [
    ...(reads.includes('TABLE_NAME') ? (['DynamoDB'] as const) : []),
    ...(reads.includes('MEDIA_BUCKET') ? (['S3'] as const) : []),
    ...(reads.includes('MEDIA_DISTRIBUTION') ? (['CloudFront'] as const) : []),
  ];
}

/** Writes a handler per function that makes the function's clients; returns the directory. */
export const writeFloorHandlers = (directory: string): Promise<string> =>
  writeHandlers(directory, (name) => {
    const needed = clientsOf(name).map((client) => makers[client]);
    const imports = needed.map(([maker, file]) => {
      const module = JSON.stringify(join(projectRoot, 'lambdas', 'aws', file));
      return `import { ${maker} } from ${module};`;
    });
    return `${imports.join('\n')}
export const clients = [${needed.map(([maker]) => `${maker}()`).join(', ')}];
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
