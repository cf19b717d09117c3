// Where files lie: those that this project or its package ships, and those of whoever uses it.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Absolute path of the root of this project, or of the installed package. */
export const projectRoot = resolve(import.meta.dirname, '..');

/** Whether this is the installed package, which has its functions and its page prebuilt. */
export const isPackage = existsSync(join(projectRoot, 'prebuilt'));

/** What paths in commands and configurations are relative to: a clone's root, or the directory of whoever has installed the package. */
export const userRoot = isPackage ? process.cwd() : projectRoot;
