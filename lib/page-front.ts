// The front ends of a site: Airlock's page, and the directories that the configuration names.
import { resolve } from 'node:path';
import type { Site } from '../lambdas/config/site-config.ts';
import type { Front } from './list-front.ts';

/** Files of the page that a front end of yours at the root may replace. */
const pageDefaults = [
  '404.html',
  'apple-touch-icon.png',
  'favicon.ico',
  'robots.txt',
  'site.webmanifest',
];

/** The front ends of a site, Airlock's page first, if it is served. */
export function frontsOf(
  { page, sources }: Pick<Site, 'page' | 'sources'>,
  places: {
    /** Holds the built page. */
    readonly pageDirectory: () => string;
    /** What the paths of sources are relative to. */
    readonly root: string;
  },
): readonly Front[] {
  const own = sources.map(({ directory, prefix, immutable = [] }, index) => ({
    name: `site.sources[${index}]`,
    directory: resolve(places.root, directory),
    configured: directory,
    prefix,
    immutable,
  }));
  if (!page) return own;
  const airlockPage = {
    name: "Airlock's page",
    directory: places.pageDirectory(),
    prefix: '',
    immutable: ['assets'],
    defaults: pageDefaults,
  };
  return [airlockPage, ...own];
}
