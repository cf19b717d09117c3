// Paths of the prebuilt functions and the prebuilt page in the package.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from './config-error.ts';
import { projectRoot } from './project.ts';

const prebuilt = (name: string): string => {
  const directory = join(projectRoot, 'prebuilt', name);
  if (existsSync(directory)) return directory;
  throw new ConfigError(
    `There are no prebuilt ${name} at ${directory}; install the package again, or build it with npm run build:packages.`,
  );
};

/** The directory of the functions' bundles. */
export const prebuiltFunctions = (): string => prebuilt('functions');

/** The directory of Airlock's page. */
export const prebuiltPage = (): string => prebuilt('page');
