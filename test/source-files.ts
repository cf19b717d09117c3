// Lists the project's own files, without what is installed, built or generated while tests run.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../lib/project.ts';

/** Folders that hold no sources of the project, wherever they are. */
const NO_SOURCES: ReadonlySet<string> = new Set(['node_modules', 'dist', 'cdk.out']);

/** Where the build of the client package puts its copy of the sources. */
const COPIED_SOURCES = join('packages', 'client', 'src');

/**
 * The files below a folder of the project, as paths from its root. Folders that are left out are not even opened: another
 * test may delete and build them at the same time.
 */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(projectRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return NO_SOURCES.has(entry.name) || path === COPIED_SOURCES ? [] : filesBelow(path);
  });
}

/** The folders of the project that hold sources; those of tools begin with a dot. */
export const sourceFolders = (): string[] =>
  readdirSync(projectRoot, { withFileTypes: true })
    .filter(({ name }) => /^[a-z]/.test(name) && !NO_SOURCES.has(name))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
