// From a file's name to the URL it is served at, for templates in Node and code in browsers. Imports nothing at run time.
import type { Manifest, ManifestEntry } from './manifest.ts';

/** How code and templates name static files. */
export interface StaticFiles {
  /** URL of a file, such as `/css/site.3f2a….css` for `css/site.css`; query and fragment stay. */
  staticUrl(name: string): string;
  /** What `integrity` must say about the file; undefined in development, where files change. */
  staticIntegrity(name: string): string | undefined;
}

/**
 * The files of a manifest, as in production.
 * @throws from both functions for a name that was not collected, with the names that are nearest to it.
 */
export function staticFilesOf({ publicPath, files }: Manifest): StaticFiles {
  const find = (name: string): ManifestEntry => {
    const key = name.normalize('NFC');
    const entry = Object.hasOwn(files, key) ? files[key] : undefined;
    if (entry) return entry;
    throw new Error(
      `No static file is called ${JSON.stringify(name)}${suggest(key, Object.keys(files))}`,
    );
  };
  return {
    staticUrl: (written) => {
      const [name, suffix] = split(written);
      return publicPath + encodePath(find(name).path) + suffix;
    },
    staticIntegrity: (name) => find(name).integrity,
  };
}

/** The files as they lie in their sources, as in development: every name is its own URL. */
export const unhashedStaticFiles = (publicPath = '/'): StaticFiles => ({
  staticUrl: (written) => {
    const [name, suffix] = split(written);
    return publicPath + encodePath(name) + suffix;
  },
  staticIntegrity: () => undefined,
});

const split = (written: string): readonly [string, string] => {
  const end = written.search(/[?#]/);
  return end < 0 ? [written, ''] : [written.slice(0, end), written.slice(end)];
};

const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

function suggest(name: string, names: readonly string[]): string {
  const near = names
    .map((each) => ({ each, distance: distanceOf(name, each) }))
    .filter(({ each, distance }) => distance <= Math.max(name.length, each.length) / 3)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ each }) => each);
  return near.length > 0
    ? `; did you mean ${near.join(' or ')}?`
    : '; is it in a directory of static.sources, and has `npm run collect` run since?';
}

/** How many letters must be added, removed or replaced (Levenshtein). */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [index, letter] of Array.from(a).entries()) {
    const next = [index + 1];
    for (let column = 0; column < b.length; column += 1) {
      const replaced = (row[column] ?? 0) + (b[column] === letter ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
