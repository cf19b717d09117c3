// Gathers static files under names that change with their content, and rewrites every reference among them.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StaticSettings } from '../lambdas/config/static-config.ts';
import { Cache, type Known, type Made } from './cache.ts';
import { contentTypeOf, isCompressible } from './content-types.ts';
import { integrityOf } from './fingerprint.ts';
import { linkAll } from './link-all.ts';
import { listSources, type SourceFile } from './list-sources.ts';
import type { Manifest, ManifestEntry } from './manifest.ts';
import { type Naming, namingBy } from './naming.ts';
import { manifestName, Output } from './output.ts';
import { CollectError, type Problem } from './problems.ts';
import { readSources } from './read-sources.ts';
import { noteRunTimePaths } from './run-time-notes.ts';
import { type Settled, writeLinked } from './write-linked.ts';
import { writeOriginals } from './write-originals.ts';

/** The files to collect, and the target. */
export interface CollectOptions {
  readonly settings: StaticSettings;
  /** Absolute path that the sources' directories are relative to. */
  readonly root: string;
  /** Absolute path of the directory to fill; it belongs to collect, which deletes outdated files from it. */
  readonly outdir: string;
  readonly now: () => number;
}

/** The result of a run. */
export interface Collected {
  readonly manifest: Manifest;
  /** Files of earlier runs that were deleted. */
  readonly deletedFiles: number;
  /** Names of files that would be worth compressing, but are larger than CloudFront compresses. */
  readonly uncompressed: readonly string[];
  /** Scripts that will not find other files, because they build addresses when they run. */
  readonly notes: readonly Problem[];
}

/** CloudFront compresses objects of 1,000 to 10,000,000 bytes (Developer Guide, "Serve compressed files"). */
const maxCompressedBytes = 10_000_000;

/**
 * Collects: lists, reads and hashes all files, links their references, writes changed files and, last and atomically, the
 * manifest. After any failure, the manifest of the last run and its hashed files still exist. @throws CollectError that lists
 * every problem
 */
export async function collect({ settings, root, outdir, now }: CollectOptions): Promise<Collected> {
  const files = listSources({ ...settings, root, outdir });
  const naming = namingBy(settings);
  refuseManifest(files, naming);

  const cacheFile = `${outdir}.cache.json`;
  claim(outdir, cacheFile);
  const { publicPath, keepNames, hashed, verbatim } = settings;
  const cache = new Cache(cacheFile, { publicPath, keepNames, hashed, verbatim }, now());
  const output = new Output(outdir);
  const { known, problems } = await readSources({ files, naming, cache, output });
  const linked = linkAll({ files, known, naming, settings, problems });
  const settled = (name: string): Settled => {
    const { digest = '', stamp } = known.get(name) ?? {};
    return { path: naming.pathOf(name, digest), digest, bytes: stamp?.bytes ?? 0 };
  };
  const made = writeLinked({ files: linked, settled, naming, output });
  const becomeOf = (name: string) => made.get(name) ?? settled(name);
  const originals = writeOriginals({ files, known, linked, settled: becomeOf, naming, output });

  const entries = [...known.keys()].sort().map((name): [string, ManifestEntry] => {
    const copy = originals.get(name);
    const entry = {
      ...servedAt(becomeOf(name)),
      contentType: contentTypeOf(name),
      immutable: naming.isImmutable(name),
    };
    return [name, copy ? { ...entry, original: servedAt(copy) } : entry];
  });
  const manifest = { publicPath: settings.publicPath, files: Object.fromEntries(entries) };
  output.replace(manifestName, `${JSON.stringify(manifest, undefined, 1)}\n`);

  const current = new Set([
    manifestName,
    ...entries.map(([, { path }]) => path),
    ...originals.keys(),
  ]);
  const deletedFiles = output.keepOnly(current);
  const remembered = [...known].map(([name, each]): [string, Known] => [
    name,
    remember(each, made.get(name), originals.get(name)),
  ]);
  cache.save(new Map(remembered));
  return {
    manifest,
    deletedFiles,
    uncompressed: entries.filter(isTooLarge).map(([name]) => name),
    notes: noteRunTimePaths({ files, known, naming, settings }),
  };
}

/** Marks the directory as collect's own, if it is not yet. */
function claim(outdir: string, cacheFile: string): void {
  mkdirSync(outdir, { recursive: true });
  if (existsSync(cacheFile)) return;
  if (readdirSync(outdir).length > 0 && !existsSync(join(outdir, manifestName))) {
    const reason =
      'was not filled by collect, which deletes what is not current; choose another directory, or empty it';
    throw new CollectError([{ file: outdir, reason }]);
  }
  writeFileSync(cacheFile, '{}');
}

function refuseManifest(files: ReadonlyMap<string, SourceFile>, naming: Naming): void {
  const own = files.get(manifestName);
  if (!own || (naming.isRenamed(manifestName) && !own.keepsOriginal)) return;
  const reason = `would be overwritten by collect's ${manifestName}; take it out of static.keepNames and keepOriginals, or rename it`;
  throw new CollectError([{ file: own.file, reason }]);
}

const servedAt = ({ path, digest, bytes }: Settled) => ({
  path,
  integrity: integrityOf(digest),
  bytes,
});

const remember = (
  { stamp, digest, reading }: Known,
  made: Made | undefined,
  original: Made | undefined,
): Known => ({
  stamp,
  digest,
  ...(reading && { reading }),
  ...(made && { made }),
  ...(original && { original }),
});

const isTooLarge = ([, { bytes, contentType }]: [string, ManifestEntry]): boolean =>
  bytes > maxCompressedBytes && isCompressible(contentType);
