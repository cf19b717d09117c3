// The variable from which `issue-link` reads the origin of links to files.
import type { Environment } from '../lambdas/env.ts';
import type { ExistingResources } from './airlock-props.ts';

/**
 * The site's origin, if the site passes links on to exactly this API; else no variable, and links have the origin at which the
 * API is asked.
 */
export const linkEnvironment = ({
  site,
  domains,
}: Pick<ExistingResources, 'site' | 'domains'>): Partial<Environment> =>
  site && domains?.api && site.passesLinksTo === domains.api.name
    ? { LINK_ORIGIN: site.origin }
    : {};
