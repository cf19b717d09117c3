// The public side in airlock.config.ts: the front ends that the CDN serves, their domain name, and how long replaced releases
// stay.
import { filled, filledItems, withDefaults } from '../domain/with-defaults.ts';

/** One built front end: the output of `npm run collect`, or of any build. */
export interface SiteSource {
  /** Directory of the built files, relative to the project. */
  readonly directory: string;
  /** Folder of the site that it is served from, such as `shop` for `/shop/`. Default: the root. */
  readonly prefix?: string;
  /**
   * Folders within the directory in which every name changes with its content, such as Vite's `assets`: kept for a
   * year by browsers. Wrong for anything else. Default: the files that a collected directory's manifest lists, else none.
   */
  readonly immutable?: readonly string[];
  /**
   * Which page answers a path whose last part has no dot. `directories`: the folder's `index.html`, as web servers do;
   * `single-page`: always the source's own `index.html`, whose script routes. A file that is missing stays missing either way.
   * Default: `directories`.
   */
  readonly routing?: 'directories' | 'single-page';
}

/** Your own domain name for the site. */
export interface SiteDomain {
  /** Such as `files.example.com`. */
  readonly name: string;
  /** ARN of an ACM certificate for the name, in us-east-1, where CloudFront looks for it. */
  readonly certificateArn: string;
  /** The Route 53 zone that gets the name's records. Default: you point the name at the distribution yourself. */
  readonly hostedZone?: { readonly id: string; readonly name: string };
  /** The minimum version of TLS, as one of CloudFront's security policies. Default: `TLSv1.2_2021`. */
  readonly minimumTls?: 'TLSv1.2_2021' | 'TLSv1.2_2025' | 'TLSv1.3_2025';
}

/** The public side as a user writes it; every field has a default. */
export interface SiteInput {
  /** Whether Airlock's own page is served, at the root. Default: true. */
  readonly page?: boolean;
  /** Your own front ends, beside Airlock's page or instead of it. Default: none. */
  readonly sources?: readonly SiteSource[];
  /** Default: the distribution's name at `cloudfront.net`, whose minimum TLS cannot be raised. */
  readonly domain?: SiteDomain;
  /**
   * Whether links to files are below `/links/` of the site, which passes them on to the API; needs `site.domain` and
   * `domains.api`. Default: true where both are set, unless `accessLogs` would keep the token of every link that is followed.
   */
  readonly links?: boolean;
  /** Days that assets of a replaced release stay, for tabs that are still open; 1 to 365. Default: 30. */
  readonly keepReleasesDays?: number;
  /** Page for missing paths, such as `/404.html`; answered with 404. Default: that of Airlock's page, if it is served. */
  readonly notFoundPage?: string;
  /** Sources that front ends need besides the site itself, by CSP directive, such as `{ 'font-src': ["'self'"] }`. */
  readonly contentSecurityPolicy?: Readonly<Record<string, readonly string[]>>;
  /** HTTP/3 beside HTTP/2. Default: true. */
  readonly http3?: boolean;
  /** Brotli and gzip at the edge. Default: true. */
  readonly compress?: boolean;
  /** Where the edges are: `100` North America and Europe, `200` most of the world, `all`. Default: `all`. */
  readonly priceClass?: '100' | '200' | 'all';
  /** ARN of a web ACL of AWS WAF in front of the site, with the scope CLOUDFRONT. Default: none. */
  readonly webAclArn?: string;
  /** Days that a log of every request is kept. Default: no log. */
  readonly accessLogs?: { readonly days: number };
}

/** A source with every default filled in but `immutable`, whose default depends on what is in the directory. */
export type Source = SiteSource & Required<Pick<SiteSource, 'prefix' | 'routing'>>;

/** The public side with every default filled in. */
export interface Site extends Required<Omit<SiteInput, OptionalPart | 'sources'>> {
  readonly sources: readonly Source[];
  readonly domain?: SiteDomain & Required<Pick<SiteDomain, 'minimumTls'>>;
  readonly links?: boolean;
  readonly notFoundPage?: string;
  readonly webAclArn?: string;
  readonly accessLogs?: { readonly days: number };
}

type OptionalPart = 'domain' | 'links' | 'notFoundPage' | 'webAclArn' | 'accessLogs';

/** Fills in the defaults. */
export const defineSite = (site: SiteInput = {}): Site =>
  filled(site, ({ domain, sources = [], ...input }) => ({
    ...withDefaults(
      { ...defaults, ...(input.page !== false && { notFoundPage: '/404.html' }) },
      input,
    ),
    sources: filledItems(sources, (source) =>
      withDefaults({ prefix: '', routing: 'directories' as const }, source),
    ),
    ...(domain !== undefined && {
      domain: withDefaults({ minimumTls: 'TLSv1.2_2021' as const }, domain),
    }),
  }));

const defaults = {
  page: true,
  keepReleasesDays: 30,
  contentSecurityPolicy: {},
  http3: true,
  compress: true,
  priceClass: 'all' as const,
};
