// Lists the files of a front end: those in its manifest, if it was collected, else every file of its directory.
import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import type { Manifest } from '../collect/manifest.ts';

/** A built front end, and its folder on the site. */
export interface Front {
  /** Its field for errors, such as `site.sources[0]`. */
  readonly name: string;
  /** An absolute path. */
  readonly directory: string;
  /** The same as the configuration has it, for errors. Default: the absolute path. */
  readonly configured?: string;
  /** Folder of the site; empty for the root. */
  readonly prefix: string;
  /** Folders whose files change their name with their content, besides what a manifest says. */
  readonly immutable: readonly string[];
  /** Files that another front end may serve in its place. Default: none. */
  readonly defaults?: readonly string[];
}

/** A file of a release. */
export interface FrontFile {
  readonly front: Front;
  /** Absolute path of the file. */
  readonly source: string;
  /** Its path on the site, without a slash in front. */
  readonly path: string;
  /** Whether its name changes with its content. */
  readonly isAsset: boolean;
}

/** Lists a front end's files. @throws an error that names the field: no directory, no file, or collected for elsewhere. */
export function listFront(front: Front): FrontFile[] {
  const { directory } = front;
  const manifest = readManifest(directory);
  if (manifest) refuseOtherPath(manifest, front);
  const found = manifest ? collectedFiles(manifest) : walk(front);
  if (found.length === 0) {
    throw new Error(
      `${front.name}.directory is ${front.configured ?? directory}, which holds no file; build the front end first.`,
    );
  }
  return found.map(({ path, immutable }) => ({
    front,
    source: join(directory, path),
    path: posix.join(front.prefix, path),
    isAsset: immutable || front.immutable.some((folder) => path.startsWith(`${folder}/`)),
  }));
}

/** The manifest of a collected directory; other front ends may have another file of that name. */
function readManifest(directory: string): Manifest | undefined {
  const { publicPath, files } = parsed(readIfThere(join(directory, 'manifest.json'))) ?? {};
  return publicPath && files ? { publicPath, files } : undefined;
}

/** The value of a JSON text, of any kind; undefined for other text. */
function parsed(text = ''): Partial<Manifest> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Each file of the manifest, and the copies under their own names that its sources ask for. */
const collectedFiles = ({ files }: Manifest) =>
  Object.values(files).flatMap(({ path, immutable, original }) => [
    { path, immutable },
    ...(original ? [{ path: original.path, immutable: false }] : []),
  ]);

/** References in collected files begin with the path they were collected for. */
function refuseOtherPath({ publicPath }: Manifest, front: Front): void {
  const { name, prefix, directory, configured = directory } = front;
  const served = prefix === '' ? '/' : `/${prefix}/`;
  if (!publicPath.startsWith('/') || publicPath === served) return;
  throw new Error(
    `${name} serves ${configured} at ${served}, but it was collected for ${publicPath}; make static.publicPath and the source's prefix the same.`,
  );
}

function walk(front: Front) {
  return entriesOf(front)
    .filter((entry) => entry.isFile())
    .map((entry) => ({
      path: relative(front.directory, join(entry.parentPath, entry.name)).split(sep).join('/'),
      immutable: false,
    }));
}

function entriesOf({ name, directory, configured = directory }: Front): Dirent[] {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true });
  } catch (cause) {
    throw new Error(
      `${name}.directory is ${configured}, where there is no directory; build the front end first.`,
      { cause },
    );
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
