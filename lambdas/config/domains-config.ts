// Names of your own for the API and for the CDN of media, in airlock.config.ts.
import type { SiteDomain } from './site-config.ts';

/** A name of your own for the API. */
export interface ApiDomain extends Pick<SiteDomain, 'hostedZone'> {
  /** Such as `api.example.com`. */
  readonly name: string;
  /** ARN of an ACM certificate for the name, in the region of the stacks, where API Gateway looks for it. */
  readonly certificateArn: string;
}

/** The names by what they lead to. */
export interface DomainsInput {
  /** Default: the name that API Gateway gives. */
  readonly api?: ApiDomain;
  /**
   * Of public files and of signed links with `downloads: 'cdn'`. A name under a domain that no page of yours is served from keeps
   * uploaded files away from its cookies. Default: the distribution's name at `cloudfront.net`, whose minimum TLS cannot be raised.
   */
  readonly media?: SiteDomain;
}
