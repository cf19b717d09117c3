// First step of synth: finds airlock.config.ts (or the file chosen instead) and refuses it unless every field is right.
import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Config } from '../lambdas/config/config.ts';
import { ConfigError } from './config-error.ts';
import { userRoot } from './project.ts';
import { validateConfig } from './validate-config.ts';

/** Absolute path of the file to read: the given one, else `AIRLOCK_CONFIG`, else `airlock.config.ts`. */
export const configPath = (configFile?: string): string =>
  resolve(userRoot, configFile ?? process.env.AIRLOCK_CONFIG ?? 'airlock.config.ts');

/**
 * Imports the configuration at this absolute path and validates it.
 * @throws {ConfigError} that names the missing file, or every wrong field.
 */
export async function loadConfig(path: string): Promise<Config> {
  await access(path).catch((cause) => {
    throw new ConfigError(
      `No configuration at ${path}. Create it, or point AIRLOCK_CONFIG at the file to use.`,
      { cause },
    );
  });
  const module: { default?: unknown } = await import(pathToFileURL(path).href);
  return validateConfig(module.default, path);
}
