// Fourth step of synth: lays the page and every other front end out as one release, assets apart from documents.
import { constants } from 'node:fs';
import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { staticBucketLayout } from '../lambdas/env.ts';
import { projectRoot } from './project.ts';
import { explicitTypeOf, type Release, type ReleasePart } from './release.ts';

/** A built front end and where it is served. */
export interface Front {
  /** What to call it in an error, such as `site.sources[0]`. */
  readonly name: string;
  /** Relative to the project, or absolute. */
  readonly directory: string;
  /** Folder of the site; empty for the root. */
  readonly prefix: string;
  /** Folders whose files change their name with their content. */
  readonly immutable: readonly string[];
}

interface StagedFile {
  readonly front: Front;
  readonly source: string;
  /** Where the site serves it, without a slash in front. */
  readonly path: string;
  readonly isAsset: boolean;
}

/** Names that Airlock itself gives away at the root of the site. */
const taken = new Map([['config.json', 'Airlock writes there where its API is']]);

const COPIES_AT_ONCE = 64;

/**
 * Lays the fronts out below `outdir`, which is emptied first.
 * @throws an error that names the front: no such directory, nothing in it, or two files for one path.
 */
export async function stageRelease(options: {
  readonly fronts: readonly Front[];
  readonly outdir: string;
  /** Path of the page for what is missing, which has to exist. */
  readonly notFoundPage?: string | undefined;
}): Promise<Release> {
  const { fronts, outdir, notFoundPage } = options;
  const files = (await Promise.all(fronts.map(listFront))).flat();
  refuseCollisions(files);
  if (notFoundPage && !files.some(({ path }) => `/${path}` === notFoundPage)) {
    throw new Error(
      `site.notFoundPage is ${notFoundPage}, which no front end has; add the page, or correct the path.`,
    );
  }
  await rm(outdir, { recursive: true, force: true });
  const assets = files.filter(({ isAsset }) => isAsset);
  const release = {
    assets: await stageParts(assets, join(outdir, 'assets')),
    documents: await stageParts(
      files.filter(({ isAsset }) => !isAsset),
      join(outdir, 'documents'),
    ),
    recordDirectory: join(outdir, 'record'),
    extensionless: files
      .map(({ path }) => `/${path}`)
      .filter((path) => !posix.basename(path).includes('.'))
      .sort(),
  };
  await mkdir(release.recordDirectory, { recursive: true });
  await writeFile(
    join(release.recordDirectory, staticBucketLayout.record),
    JSON.stringify({ assets: assets.map(({ path }) => path).sort() }),
  );
  return release;
}

async function listFront(front: Front): Promise<StagedFile[]> {
  const directory = resolve(projectRoot, front.directory);
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(
    (cause) => {
      throw new Error(
        `${front.name}.directory is ${front.directory}, where there is no directory; build the front end first.`,
        { cause },
      );
    },
  );
  const files = entries.filter((entry) => entry.isFile());
  if (files.length === 0) {
    throw new Error(
      `${front.name}.directory is ${front.directory}, which holds no file; build the front end first.`,
    );
  }
  return files.map(({ parentPath, name }) => {
    const source = join(parentPath, name);
    const within = relative(directory, source).split(sep).join('/');
    return {
      front,
      source,
      path: posix.join(front.prefix, within),
      isAsset: front.immutable.some((folder) => within.startsWith(`${folder}/`)),
    };
  });
}

function refuseCollisions(files: readonly StagedFile[]): void {
  const found = new Map<string, StagedFile>();
  for (const file of files) {
    const reason = taken.get(file.path);
    const other = found.get(file.path);
    if (reason || other) {
      throw new Error(
        `${file.front.name} would serve ${file.source} at /${file.path}, but ${reason ?? `${other?.front.name} serves ${other?.source} there`}; rename it, or give its source a prefix of its own.`,
      );
    }
    found.set(file.path, file);
  }
}

/** Copies files into one directory for each set of headers. */
async function stageParts(files: readonly StagedFile[], outdir: string): Promise<ReleasePart[]> {
  const byType = Map.groupBy(files, ({ path }) => explicitTypeOf(path));
  const parts: ReleasePart[] = [];
  for (const [contentType, members] of byType) {
    const directory = join(outdir, contentType?.replaceAll(/\W/g, '-') ?? 'by-extension');
    await copyAll(members, directory);
    parts.push({ directory, ...(contentType && { contentType }) });
  }
  // Whatever order the disk lists files in, the same release gives the same template.
  return parts.sort((one, other) => (one.directory < other.directory ? -1 : 1));
}

async function copyAll(files: readonly StagedFile[], directory: string): Promise<void> {
  for (let start = 0; start < files.length; start += COPIES_AT_ONCE) {
    const some = files.slice(start, start + COPIES_AT_ONCE);
    await Promise.all(
      some.map(async ({ source, path }) => {
        const target = join(directory, path);
        await mkdir(dirname(target), { recursive: true });
        await copyFile(source, target, constants.COPYFILE_FICLONE);
      }),
    );
  }
}
