// Fourth step of synth: lays the page and every other front end out as one release, assets apart from documents.
import { constants, copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { linkFolder, staticBucketLayout } from '../lambdas/env.ts';
import { type Front, type FrontFile, listFront } from './list-front.ts';
import { explicitTypeOf, type Release, type ReleasePart } from './release.ts';

/** Why Airlock itself answers at a path of the site; undefined where it does not. */
const takenBy = (path: string, passesLinks: boolean): string | undefined => {
  if (path === 'config.json') return 'Airlock writes there where its API is';
  const isLink = passesLinks && path.startsWith(`${linkFolder}/`);
  return isLink ? 'links to files are there unless site.links is false' : undefined;
};

/** S3 takes keys of so many bytes (S3 User Guide, "Naming Amazon S3 objects"); the folder of the site is the beginning. */
const MAX_PATH_BYTES = 1024 - `${staticBucketLayout.site}/`.length;

/**
 * Lays the fronts out below `outdir`, which is emptied first.
 * @throws an error that names the front: no such directory, nothing in it, or two files for one path, or a path that is too long.
 */
export function stageRelease(options: {
  readonly fronts: readonly Front[];
  readonly outdir: string;
  /** Path of the page for what is missing, which has to exist. */
  readonly notFoundPage?: string | undefined;
  /** Whether the site passes links to files on to the API. Default: not. */
  readonly passesLinks?: boolean;
}): Release {
  const { fronts, outdir, notFoundPage, passesLinks = false } = options;
  const files = withoutReplaced(fronts.flatMap(listFront));
  refuseCollisions(files, passesLinks);
  if (notFoundPage && !files.some(({ path }) => `/${path}` === notFoundPage)) {
    throw new Error(
      `site.notFoundPage is ${notFoundPage}, which no front end has; add the page, or correct the path.`,
    );
  }
  rmSync(outdir, { recursive: true, force: true });
  const assets = files.filter(({ isAsset }) => isAsset);
  const release = {
    assets: stageParts(assets, join(outdir, 'assets')),
    documents: stageParts(
      files.filter(({ isAsset }) => !isAsset),
      join(outdir, 'documents'),
    ),
    recordDirectory: join(outdir, 'record'),
    extensionless: files
      .map(({ path }) => `/${path}`)
      .filter((path) => !posix.basename(path).includes('.'))
      .sort(),
  };
  mkdirSync(release.recordDirectory, { recursive: true });
  writeFileSync(
    join(release.recordDirectory, staticBucketLayout.record),
    JSON.stringify({ assets: assets.map(({ path }) => path).sort() }),
  );
  return release;
}

/** Leaves out each front's default files that another front serves as well. */
function withoutReplaced(files: readonly FrontFile[]): readonly FrontFile[] {
  const isDefault = ({ front, path }: FrontFile) => front.defaults?.includes(path) === true;
  const chosen = new Set(files.filter((file) => !isDefault(file)).map(({ path }) => path));
  return files.filter((file) => !isDefault(file) || !chosen.has(file.path));
}

function refuseCollisions(files: readonly FrontFile[], passesLinks: boolean): void {
  const found = new Map<string, FrontFile>();
  for (const file of files) {
    refuseLongPath(file);
    const reason = takenBy(file.path, passesLinks);
    const other = found.get(file.path);
    if (reason || other) {
      throw new Error(
        `${file.front.name} would serve ${file.source} at /${file.path}, but ${reason ?? `${other?.front.name} serves ${other?.source} there`}; rename it, or give its source a prefix of its own.`,
      );
    }
    found.set(file.path, file);
  }
}

function refuseLongPath({ front, source, path }: FrontFile): void {
  const bytes = Buffer.byteLength(path);
  if (bytes <= MAX_PATH_BYTES) return;
  throw new Error(
    `${front.name} would serve ${source} at a path of ${bytes} bytes; S3 takes at most ${MAX_PATH_BYTES} below the folder of the site. Shorten its prefix or its name.`,
  );
}

/** Copies files into one directory for each set of headers. */
function stageParts(files: readonly FrontFile[], outdir: string): ReleasePart[] {
  const byType = new Map<string | undefined, FrontFile[]>();
  for (const file of files) {
    const type = explicitTypeOf(file.path);
    byType.set(type, [...(byType.get(type) ?? []), file]);
  }
  const parts: ReleasePart[] = [];
  for (const [contentType, members] of byType) {
    const directory = join(outdir, contentType?.replaceAll(/\W/g, '-') ?? 'by-extension');
    copyAll(members, directory);
    parts.push({ directory, ...(contentType && { contentType }) });
  }
  // Sorted, so that the same release gives the same template in any order of the directory.
  return parts.sort((one, other) => (one.directory < other.directory ? -1 : 1));
}

function copyAll(files: readonly FrontFile[], directory: string): void {
  for (const { source, path } of files) {
    const target = join(directory, path);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(source, target, constants.COPYFILE_FICLONE);
  }
}
