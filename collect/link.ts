// Resolves every reference to a collected file, or reports why it cannot.
import type { StaticSettings } from '../lambdas/config/static-config.ts';
import { matcher } from './patterns.ts';
import type { Reading, Reference } from './references/reference.ts';
import { baseDirectory, type LocalUrl, parseLocalUrl } from './url.ts';

/** A reference to a collected file that must be rewritten. */
export interface Link {
  readonly reference: Reference;
  readonly url: LocalUrl;
  /** Name of the file it leads to. */
  readonly target: string;
}

/** A reference without a target. */
export interface Broken {
  readonly reference: Reference;
  readonly reason: string;
}

/** The resolved references of one file. */
export interface Linked {
  readonly links: readonly Link[];
  readonly broken: readonly Broken[];
}

/** What the linker knows of the collected files. */
export interface LinkerFiles {
  /** Undefined for a name that was not collected. */
  isRenamed(name: string): boolean | undefined;
  /** Whether all files that the pattern is for, and at least one, are served under their own names. */
  keepNames(pattern: string): boolean;
}

/** Returns the linker of a collection. */
export function linker(
  { publicPath, allowMissing }: Pick<StaticSettings, 'publicPath' | 'allowMissing'>,
  { isRenamed, keepNames }: LinkerFiles,
): (name: string, reading: Reading) => Linked {
  const mayBeMissing = matcher(allowMissing);

  return (name, { references, base }) => {
    const links: Link[] = [];
    const broken: Broken[] = [];
    for (const reference of references) {
      const directory = baseDirectory(name, reference.base ?? base, publicPath);
      if (directory === undefined) continue;
      const url = parseLocalUrl(reference.url, directory, publicPath);
      if (!url) continue;
      const reason = reasonAgainst(reference, url);
      if (reason) broken.push({ reference, reason });
      else if (mustBeWritten(reference, url)) links.push({ reference, url, target: url.name });
    }
    return { links, broken };
  };

  function reasonAgainst({ use }: Reference, { name }: LocalUrl): string | undefined {
    if (use === 'computed') {
      return mayBeMissing(name) || keepNames(name)
        ? undefined
        : 'is put together when the script runs, which no hashed name can be; import each file by its own literal, or list the files in keepOriginals of their source';
    }
    if (use !== 'asset' || isRenamed(name) !== undefined || mayBeMissing(name)) return undefined;
    return name.startsWith('../')
      ? 'leads out of what is collected'
      : `leads to ${name}, which was not collected`;
  }

  function mustBeWritten({ use }: Reference, url: LocalUrl): boolean {
    const renamed = isRenamed(url.name);
    if (renamed === undefined || use === 'computed') return false;
    return renamed || use === 'integrity' || !url.isExact;
  }
}
