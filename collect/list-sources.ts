// First step of collect: lists every file of every source, under its name for code and templates.
import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { StaticSettings } from '../lambdas/config/static-config.ts';
import { matcher } from './patterns.ts';
import { CollectError, type Problem } from './problems.ts';
import { type Stamp, toStamp } from './stamp.ts';

/** One file of a source. */
export interface SourceFile {
  /** Path within its source after the source's prefix, in NFC, with `/`. */
  readonly name: string;
  /** Absolute path. */
  readonly file: string;
  readonly stamp: Stamp;
  /** The source that it comes from. */
  readonly source: SourceOrigin;
  /** Whether its source asks for a copy under its own name beside the hashed one. */
  readonly keepsOriginal: boolean;
}

/** The field of the settings that names a source. */
export interface SourceOrigin {
  readonly index: number;
  /** Prefix of its names: empty, or the prefix and a slash. */
  readonly prefix: string;
}

/** The sources and their directories. */
export interface Sources extends Pick<StaticSettings, 'sources' | 'ignore'> {
  /** The base of their directories. */
  readonly root: string;
  /** Directory of the result, which must not be in a source. */
  readonly outdir: string;
}

/**
 * Lists all files by name, in the order of their names.
 * @throws CollectError for missing directories, circles of symbolic links and names that two files have.
 */
export function listSources({ sources, ignore, root, outdir }: Sources): Map<string, SourceFile> {
  const isIgnored = matcher(ignore);
  const files = new Map<string, SourceFile>();
  const problems: Problem[] = [];

  for (const [index, { directory, prefix, keepOriginals = [] }] of sources.entries()) {
    const path = resolve(root, directory);
    const field = `static.sources[${index}].directory`;
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      problems.push({ file: directory, reason: `is no directory; correct ${field}` });
    } else if (!relative(path, outdir).startsWith('..')) {
      problems.push({ file: directory, reason: `holds what is collected itself, ${outdir}` });
    } else {
      const source = { index, prefix: prefix ? `${prefix}/` : '' };
      const isWanted = matcher(keepOriginals);
      const describe = (name: string) => ({
        source,
        keepsOriginal: isWanted(name.slice(source.prefix.length)),
      });
      list(path, source.prefix, [], describe);
    }
  }
  if (problems.length > 0) throw new CollectError(problems);
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));

  function list(
    directory: string,
    prefix: string,
    above: readonly string[],
    describe: (name: string) => Pick<SourceFile, 'source' | 'keepsOriginal'>,
  ): void {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const name = `${prefix}${entry.name}`.normalize('NFC');
      if (isHidden(entry) || isIgnored(name)) continue;
      const file = join(directory, entry.name);
      const stats = statSync(file, { throwIfNoEntry: false });
      if (stats?.isDirectory()) {
        const place = entry.isSymbolicLink() ? realpathSync(file) : file;
        if (above.concat(directory).includes(place)) {
          problems.push({ file, reason: `is a symbolic link to ${place}, which it lies in` });
        } else {
          list(place, `${name}/`, [...above, directory], describe);
        }
      } else if (stats?.isFile()) {
        add({ name, file, stamp: toStamp(stats), ...describe(name) });
      } else {
        problems.push({ file, reason: 'is no file, or a symbolic link to nothing' });
      }
    }
  }

  function add(found: SourceFile): void {
    const other = files.get(found.name);
    if (other) {
      const shown = relative(root, other.file).split(sep).join('/');
      problems.push({ file: found.file, reason: `would be ${found.name}, and so would ${shown}` });
    }
    files.set(found.name, found);
  }
}

/** Hidden files hold secrets and files of tools, except for one directory that is public by definition (RFC 8615). */
const isHidden = ({ name }: Dirent): boolean =>
  (name.startsWith('.') && name !== '.well-known') || name.endsWith('~');
