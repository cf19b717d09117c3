// Links to files under the site's own name: which API they lead to, and how the CDN passes requests for them on.
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Construct } from 'constructs';
import { linkFolder, passedBySite } from '../lambdas/env.ts';
import { type PageDomains, SiteHeaders } from './site-headers.ts';

/** The settings of a site that decide whether it passes links on. */
export interface LinkSettings {
  readonly domain?: { readonly name: string } | undefined;
  readonly links?: boolean | undefined;
  readonly accessLogs?: object | undefined;
}

/**
 * The name of the API to which the site passes links on; undefined where links are at the API itself. Only a name that is
 * written in the configuration is known here: the API's stack is created after that of the site, to which it refers.
 */
export function linkApiOf(
  { domain, links, accessLogs }: LinkSettings,
  domains: PageDomains | undefined,
): string | undefined {
  // An access log holds whole paths, and a reader of the log who finds a token there can follow the link.
  const isWanted = links ?? accessLogs === undefined;
  return domain && isWanted ? domains?.api?.name : undefined;
}

/** The complaint about `links: true` where the name of the site or of the API is missing; undefined where there is none. */
export const whyNoLinks = (
  site: LinkSettings,
  domains: PageDomains | undefined,
): string | undefined =>
  site.links === true && linkApiOf(site, domains) === undefined
    ? 'is true; expected a domain of the site and domains.api as well, because the CDN can pass links on only to a name that is known before the API exists'
    : undefined;

/**
 * What distinguishes a person from a program that only looks ahead (lambdas/http/link-caller.ts), the language of that
 * person, and the origin of a page that asks whether a link works. CloudFront takes at most ten (Developer Guide, "General quotas on policies").
 */
const passedHeaders = [
  'accept',
  'accept-language',
  'origin',
  'purpose',
  'sec-fetch-mode',
  'sec-purpose',
  'user-agent',
  'x-moz',
  'x-purpose',
] as const;

/** The behavior for links: each request is passed on to the API, and no answer is kept. */
export const linkBehaviors = (
  scope: Construct,
  api: string,
): Readonly<Record<string, BehaviorOptions>> => ({
  [`/${linkFolder}/*`]: {
    origin: new HttpOrigin(api, { customHeaders: { [passedBySite.header]: passedBySite.value } }),
    // CloudFront knows no smaller set with POST, which the button of the page of a link needs; the API refuses the rest.
    allowedMethods: AllowedMethods.ALLOW_ALL,
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    // With this policy CloudFront neither keeps an answer nor gives one answer to two requests at a time.
    cachePolicy: CachePolicy.CACHING_DISABLED,
    // Neither the Host, by which API Gateway finds the API, nor cookies of the site; a link has no query.
    originRequestPolicy: new OriginRequestPolicy(scope, 'LinkRequests', {
      comment: 'What the API reads of a request for a link',
      headerBehavior: OriginRequestHeaderBehavior.allowList(...passedHeaders),
    }),
    responseHeadersPolicy: new SiteHeaders(scope, 'LinkHeaders', { kind: 'link' }),
    compress: false,
  },
});
