// Fourth step of synth: lays the page and every other front end out as one release, assets apart from documents.
import { constants } from 'node:fs';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { staticBucketLayout } from '../lambdas/env.ts';
import { type Front, type FrontFile, listFront } from './list-front.ts';
import { explicitTypeOf, type Release, type ReleasePart } from './release.ts';

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
  const files = withoutReplaced((await Promise.all(fronts.map(listFront))).flat());
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

/** Leaves out each front's default files that another front serves as well. */
function withoutReplaced(files: readonly FrontFile[]): readonly FrontFile[] {
  const isDefault = ({ front, path }: FrontFile) => front.defaults?.includes(path) === true;
  const chosen = new Set(files.filter((file) => !isDefault(file)).map(({ path }) => path));
  return files.filter((file) => !isDefault(file) || !chosen.has(file.path));
}

function refuseCollisions(files: readonly FrontFile[]): void {
  const found = new Map<string, FrontFile>();
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
async function stageParts(files: readonly FrontFile[], outdir: string): Promise<ReleasePart[]> {
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

async function copyAll(files: readonly FrontFile[], directory: string): Promise<void> {
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
