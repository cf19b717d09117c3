// Your own domain names for the API and for the CDN of media, in airlock.config.ts.
import type { SiteDomain } from './site-config.ts';

/** Your own domain name for the API. */
export interface ApiDomain extends Pick<SiteDomain, 'hostedZone'> {
  /** Such as `api.example.com`. */
  readonly name: string;
  /** ARN of an ACM certificate for the name, in the region of the stacks, where API Gateway looks for it. */
  readonly certificateArn: string;
}

/** Your own domain names, by what they lead to. */
export interface DomainsInput {
  /** Default: the name that API Gateway gives. */
  readonly api?: ApiDomain;
  /**
   * Of public files and of signed links with `downloads: 'cdn'`. Choose a name under a domain that serves none of your pages, so
   * that uploaded files cannot reach their cookies. Default: the distribution's name at `cloudfront.net`, whose minimum TLS
   * cannot be raised.
   */
  readonly media?: SiteDomain;
}
