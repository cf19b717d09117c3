// What `new StaticSite` takes: the fields of `site` in airlock.config.ts, with a certificate and a zone that exist already.
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import type { Site, SiteDomain, SiteInput } from '../lambdas/config/site-config.ts';
import type { Release } from './release.ts';
import type { PageDomains, PageSources } from './site-headers.ts';

/** A domain name of the caller for the site. */
export interface StaticSiteDomain extends Pick<SiteDomain, 'name' | 'minimumTls'> {
  /** A certificate for the name, in us-east-1, where CloudFront looks for it. */
  readonly certificate: ICertificate;
  /**
   * The zone that gets the name's records.
   * @default you point the name at the distribution yourself
   */
  readonly hostedZone?: IHostedZone;
}

/** The site with every default filled in. */
export interface ServedSite extends Omit<Site, 'domain'> {
  readonly domain?: StaticSiteDomain;
}

/** The fields of `site` in airlock.config.ts, and resources that exist already. */
export interface StaticSiteProps
  extends Omit<SiteInput, 'domain'>,
    Pick<PageSources, 'domains' | 'downloads' | 'issuer'> {
  /**
   * Begins the comment of the distribution.
   * @default the construct's id
   */
  readonly name?: string;
  /**
   * Your own domain name for the site.
   * @default the distribution's name at `cloudfront.net`, whose minimum TLS cannot be raised
   */
  readonly domain?: StaticSiteDomain;
  /**
   * The issuer where people sign in, so that the page may call it.
   * @default Cognito in this region
   */
  readonly issuer?: string;
  /**
   * The `domains` of the Airlock that the site belongs to, so that the page may call them, and so that links to files are
   * under the site's own `domain`.
   * @default the services of the region
   */
  readonly domains?: PageDomains;
  /**
   * Where signed download links lead: the `downloads` of the Airlock that the site belongs to.
   * @default 's3'
   */
  readonly downloads?: 'cdn' | 's3';
  /**
   * Days that logs of functions are kept.
   * @default 30
   */
  readonly logRetentionDays?: number;
  /**
   * The permissions boundary of every role.
   * @default none
   */
  readonly permissionsBoundary?: IManagedPolicy;
  /**
   * Tags of every resource that can have tags.
   * @default none
   */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Holds `prune-releases/index.mjs` of functions that you build yourself.
   * @default the prebuilt functions of this package
   */
  readonly functionsDirectory?: string;
  /**
   * A release that is laid out already; `page`, and the files of `sources`, are then not read.
   * @default Airlock's page and the files of `sources`, whose paths are relative to the current directory
   */
  readonly release?: Release;
}
