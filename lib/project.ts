// Paths: of the files of this project or its package, and of the files of its user.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Absolute path of the root of this project, or of the installed package. */
export const projectRoot = resolve(import.meta.dirname, '..');

/** Whether this is the installed package, which has its functions and its page prebuilt. */
export const isPackage = existsSync(join(projectRoot, 'prebuilt'));

/**
 * The base of relative paths in commands and configurations: the root of a clone, or the current directory of a user of the
 * package.
 */
export const userRoot = isPackage ? process.cwd() : projectRoot;
