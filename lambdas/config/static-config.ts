// The static files in airlock.config.ts: where `npm run collect` finds them, and which ones keep their names.
import { withDefaults } from '../domain/with-defaults.ts';

/** A directory of static files of a front end. */
export interface StaticSource {
  /** Path of the directory, relative to the project's root. */
  readonly directory: string;
  /** Folder below the site's root for its files, such as `blog`. Default: the root. */
  readonly prefix?: string;
  /**
   * Files that are also served under their own names, for scripts that build addresses when they run, such as `tinymce/**`;
   * patterns as below, from this directory. Default: none.
   */
  readonly keepOriginals?: readonly string[];
}

/**
 * The static files that `npm run collect` gathers. A pattern is a path with `*`, `**`, `?` and `{a,b}`; without a slash it
 * holds for that filename in any directory, with a slash at its start from the root only.
 */
export interface StaticInput {
  /** The directories to collect; a name that two of them have is an error. */
  readonly sources: readonly StaticSource[];
  /** Address of the files: a path or an `https` URL that ends in a slash. Default: `/`. */
  readonly publicPath?: string;
  /** Files that people and crawlers request by name: not hashed, and revalidated at each use. Default: `wellKnownNames`. */
  readonly keepNames?: readonly string[];
  /**
   * Files that a bundler has hashed already, such as `assets/**` of Vite: not renamed, not read, cached for good. Default: none.
   */
  readonly hashed?: readonly string[];
  /** Files that are hashed but never read for references, such as scripts that are templates. Default: none. */
  readonly verbatim?: readonly string[];
  /** References that may be missing, by their targets. Default: source maps. */
  readonly allowMissing?: readonly string[];
  /** Scripts that build addresses when they run and need no original names: they are not reported. Default: none. */
  readonly checkedScripts?: readonly string[];
  /** Files that are not collected, besides hidden files and backups. Default: none. */
  readonly ignore?: readonly string[];
}

/** The static files to gather, with every default filled in. */
export type StaticSettings = Required<StaticInput>;

/** Documents, and what browsers, crawlers and service worker updates ask for at a fixed address. */
export const wellKnownNames: readonly string[] = [
  '*.{html,htm,xhtml}',
  '/{robots,humans,ads,security}.txt',
  '/favicon.ico',
  '/apple-touch-icon*.png',
  '/browserconfig.xml',
  '/sitemap*.xml',
  '/{sw,service-worker}.js',
  '/.well-known/**',
];

/** Fills in the defaults. */
export const defineStatic = (input: StaticInput): StaticSettings =>
  withDefaults(
    {
      publicPath: '/',
      keepNames: wellKnownNames,
      hashed: [],
      verbatim: [],
      allowMissing: ['*.map'],
      checkedScripts: [],
      ignore: [],
    },
    input,
  );
