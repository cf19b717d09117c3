// Where links to files lead: what the function that issues them reads.
import type { Environment } from '../lambdas/env.ts';
import type { ExistingResources } from './airlock-props.ts';

/** The site's origin, if the site passes links on to exactly this API; else nothing, and links are where the API is asked. */
export const linkEnvironment = ({
  site,
  domains,
}: Pick<ExistingResources, 'site' | 'domains'>): Partial<Environment> =>
  site && domains?.api && site.passesLinksTo === domains.api.name
    ? { LINK_ORIGIN: site.origin }
    : {};
