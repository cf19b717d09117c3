// The static files in airlock.config.ts: where `npm run collect` gathers them, and what keeps its name.

/** A directory of static files of a front end. */
export interface StaticSource {
  /** Path of the directory, relative to the project's root. */
  readonly directory: string;
  /** Where its files go below the site's root, such as `blog`: a namespace of its own. Default: the root. */
  readonly prefix?: string;
  /**
   * What is served under its own name beside the hashed one, for scripts that build addresses when they run, such as
   * `tinymce/**`; patterns as below, from this directory. Default: none.
   */
  readonly keepOriginals?: readonly string[];
}

/**
 * The static files that `npm run collect` gathers. A pattern is a path with `*`, `**`, `?` and `{a,b}`; without a slash it
 * holds for that filename in any directory, with a slash at its start from the root only.
 */
export interface StaticInput {
  /** Where the files come from; a name that two of them have is an error. */
  readonly sources: readonly StaticSource[];
  /** Where the files are served: a path or an `https` URL that ends in a slash. Default: `/`. */
  readonly publicPath?: string;
  /** What people and crawlers ask for by name: neither hashed nor cached unasked. Default: `wellKnownNames`. */
  readonly keepNames?: readonly string[];
  /** What a bundler has hashed already, such as `assets/**` of Vite: neither renamed nor read, cached for good. Default: none. */
  readonly hashed?: readonly string[];
  /** What is hashed but never read for references, such as scripts that are templates. Default: none. */
  readonly verbatim?: readonly string[];
  /** References that may lead nowhere, by what they lead to. Default: source maps. */
  readonly allowMissing?: readonly string[];
  /** Scripts that build addresses when they run and need no original names: they are not reported. Default: none. */
  readonly checkedScripts?: readonly string[];
  /** What is not collected, besides hidden files and backups. Default: none. */
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
export const defineStatic = (input: StaticInput): StaticSettings => ({
  publicPath: '/',
  keepNames: wellKnownNames,
  hashed: [],
  verbatim: [],
  allowMissing: ['*.map'],
  checkedScripts: [],
  ignore: [],
  ...input,
});
