// `staticUrl` for templates in Node: reads the manifest that `npm run collect` wrote, once, at the first call.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Manifest } from './manifest.ts';
import { type StaticFiles, staticFilesOf, unhashedStaticFiles } from './static-url.ts';

/**
 * The files of the manifest in this directory; with `NODE_ENV=development` the files as they lie in their sources.
 * Any other environment is production, so that an unforeseen one fails instead of serving stale files.
 * @throws when there is no manifest.
 */
export function loadStaticFiles(
  directory = 'dist/static',
  environment = process.env.NODE_ENV,
): StaticFiles {
  if (environment === 'development') return unhashedStaticFiles();
  const path = resolve(directory, 'manifest.json');
  try {
    return staticFilesOf(JSON.parse(readFileSync(path, 'utf8')) as Manifest);
  } catch (cause) {
    const message = `No manifest of static files at ${path}. Run \`npm run collect\` first, or set NODE_ENV=development.`;
    throw new Error(message, { cause });
  }
}
