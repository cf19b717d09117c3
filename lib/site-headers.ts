// The security headers of every response of the CDN, by the kind of content.
import { Aws, Duration } from 'aws-cdk-lib';
import {
  HeadersFrameOption,
  HeadersReferrerPolicy,
  type ResponseCustomHeader,
  ResponseHeadersPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import { ConfigError } from './config-error.ts';

/**
 * The kind of content that a behavior of the distribution serves: `site` ships with a release (documents, assets, error pages);
 * `userContent` was uploaded and may be anything that its type allows; `signedContent` is the same behind a signed link, which
 * pages of the application may show in a frame, as viewers of PDF and text do; `link` is an answer of the API about a link,
 * whose page brings a policy of its own.
 */
export type ResponseKind = 'site' | 'userContent' | 'signedContent' | 'link';

/** The response headers of one kind; a behavior has exactly one of these. */
export class SiteHeaders extends ResponseHeadersPolicy {
  constructor(scope: Construct, id: string, { kind, ...sources }: SiteHeadersProps) {
    const { framedBy = [] } = sources;
    const isFramed = kind === 'signedContent' && framedBy.length > 0;
    const policy = spell(policyOf[kind]({ isFramed, framedBy, sources }));
    refuseLongPolicy(policy, kind);
    super(scope, id, {
      securityHeadersBehavior: {
        contentSecurityPolicy: {
          contentSecurityPolicy: policy,
          override: kind !== 'link',
        },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(730),
          includeSubdomains: true,
          override: true,
        },
        contentTypeOptions: { override: true },
        // It knows no list of origins, and no browser reads it beside `frame-ancestors` (CSP Level 3, §6.4.2).
        ...(!isFramed && {
          frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        }),
        // A signed link in the address bar or on the page must not reach another site as Referer.
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      },
      customHeadersBehavior: { customHeaders: [...forAll, ...customHeaders[kind]] },
    });
  }
}

/** Domain names of the API and the media CDN, from which pages of a site load. */
export interface PageDomains {
  readonly api?: { readonly name: string } | undefined;
  readonly media?: { readonly name: string } | undefined;
}

/** The hosts that pages of a site load from besides the site itself. */
export interface PageSources {
  /** The issuer where people sign in. Default: Cognito in this region. */
  readonly issuer?: string | undefined;
  /** Names of the API's and the media CDN's own, without which the policy allows the services of the region. */
  readonly domains?: PageDomains | undefined;
  /** Where links to files lead. Default: `s3`. */
  readonly downloads?: 'cdn' | 's3' | undefined;
  /** Origins whose pages may show signed content in a frame. Default: none. */
  readonly framedBy?: readonly string[] | undefined;
  /** Further sources by CSP directive. */
  readonly contentSecurityPolicy?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** Which kind, and what the policy follows. */
export interface SiteHeadersProps extends PageSources {
  readonly kind: ResponseKind;
}

const header = (name: string, value: string): ResponseCustomHeader => ({
  header: name,
  value,
  override: true,
});

const forAll = [
  header('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'),
  // An object has its own; an answer without one (an error) is requested again, so that a deployment corrects it at once.
  { header: 'cache-control', value: 'no-cache', override: false },
];

const customHeaders: Record<ResponseKind, readonly ResponseCustomHeader[]> = {
  site: [header('cross-origin-opener-policy', 'same-origin')],
  // It may be embedded by pages of other sites, as an image or a video.
  userContent: [header('cross-origin-resource-policy', 'cross-origin')],
  signedContent: [header('cross-origin-resource-policy', 'cross-origin')],
  link: [header('cross-origin-opener-policy', 'same-origin')],
};

type Directives = Readonly<Record<string, readonly string[]>>;

/**
 * What a visitor's browser does with an uploaded file that is opened by itself: shows it, in a separate origin, and
 * runs nothing. The inline styles are the browser's, which it puts around a lone image.
 */
const contentPolicy = (isFramed: boolean, framedBy: readonly string[]): Directives => ({
  'default-src': ["'none'"],
  'img-src': ["'self'"],
  'media-src': ["'self'"],
  'style-src': ["'unsafe-inline'"],
  'frame-ancestors': isFramed ? framedBy : ["'none'"],
  sandbox: [],
});

/**
 * Without names of their own, the API, the media bucket and the user pool belong to the media stack, which itself refers to this
 * one (its CORS rules and callbacks name the site), so their exact hosts cannot be known here without a cycle: the narrowest
 * wildcard that holds them is the service in this region.
 */
function sitePolicy(sources: PageSources): Directives {
  const { issuer, downloads, domains = {}, contentSecurityPolicy = {} } = sources;
  const service = (host: string) => `https://${host}.${Aws.REGION}.${Aws.URL_SUFFIX}`;
  const media = [service('*.s3'), service('s3')];
  // The media CDN belongs to that stack as well; links to it are only ever shown, not fetched by scripts.
  const cdn = domains.media ? `https://${domains.media.name}` : 'https://*.cloudfront.net';
  const shown = downloads === 'cdn' ? [...media, cdn] : media;
  const api = domains.api ? `https://${domains.api.name}` : service('*.execute-api');
  const signIn = issuer
    ? [new URL(issuer).origin]
    : [service('cognito-idp'), `https://*.auth.${Aws.REGION}.amazoncognito.com`];
  const strict: Directives = {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'blob:', 'data:', ...shown],
    'media-src': ["'self'", 'blob:', ...shown],
    'connect-src': ["'self'", api, ...media, ...signIn],
    // Downloads of several files, and the viewers of the browser for PDF and text.
    'frame-src': shown,
    'manifest-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  };
  const widened = Object.entries(contentSecurityPolicy).map(([name, more]) => [
    name,
    [...new Set([...without(strict[name] ?? [], "'none'"), ...more])],
  ]);
  return { ...strict, ...Object.fromEntries(widened) };
}

const linkPolicy: Directives = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

interface PolicyParts {
  readonly isFramed: boolean;
  readonly framedBy: readonly string[];
  readonly sources: PageSources;
}

const policyOf: Readonly<Record<ResponseKind, (parts: PolicyParts) => Directives>> = {
  site: ({ sources }) => sitePolicy(sources),
  userContent: ({ isFramed, framedBy }) => contentPolicy(isFramed, framedBy),
  signedContent: ({ isFramed, framedBy }) => contentPolicy(isFramed, framedBy),
  link: () => linkPolicy,
};

/** CloudFront's quota on this header (Developer Guide, "Quotas on headers"); beyond it the policy is refused. */
const MAX_POLICY_CHARACTERS = 1783;
const longestRegion = 'ap-southeast-1';

function refuseLongPolicy(policy: string, kind: ResponseKind): void {
  const { length } = policy
    .replaceAll(Aws.REGION, longestRegion)
    .replaceAll(Aws.URL_SUFFIX, 'amazonaws.com.cn');
  if (length <= MAX_POLICY_CHARACTERS) return;
  const tooLong = `of up to ${length} characters; CloudFront takes at most ${MAX_POLICY_CHARACTERS}`;
  throw new ConfigError(
    kind === 'site'
      ? `site.contentSecurityPolicy makes a policy ${tooLong}. Name fewer sources, or wildcards such as https://*.example.com.`
      : `origins make a policy ${tooLong}, where downloads: 'cdn' lets their pages show files in a frame. Name fewer, or set downloads to 's3'.`,
  );
}

/** A directive cannot both allow nothing and something. */
const without = (sources: readonly string[], nothing: string): readonly string[] =>
  sources.filter((source) => source !== nothing);

const spell = (directives: Directives): string =>
  Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ');
