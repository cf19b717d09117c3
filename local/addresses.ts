// The addresses of the local cloud's servers, and their mapping from AWS addresses in templates.

/** The region that the templates are resolved for. */
export const region = 'us-east-1';
/** The account that the templates are resolved for. */
export const account = '000000000000';

/** The origins of the servers, such as `http://127.0.0.1:4400`, without a trailing slash. */
export interface Origins {
  readonly site: string;
  readonly api: string;
  readonly s3: string;
  readonly dynamodb: string;
  readonly issuer: string;
  /** The CDN of media, a separate domain beside the site's. */
  readonly cdn: string;
}

/** The servers in the order of their ports, counted from the base port. */
export const servers = ['site', 'api', 's3', 'dynamodb', 'issuer', 'cdn'] as const;

const table: readonly [RegExp, (origins: Origins, ...groups: string[]) => string][] = [
  [/https:\/\/(?:\*|[a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com/g, ({ api }) => api],
  [/https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com(?:\/[\w-]+_\w+)?/g, ({ issuer }) => issuer],
  [/https:\/\/[a-z0-9.*-]+\.amazoncognito\.com/g, ({ issuer }) => issuer],
  [/https:\/\/s3\.[a-z0-9-]+\.amazonaws\.com/g, ({ s3 }) => s3],
  // A bare origin (CORS, CSP) stays one; with a path the bucket moves into it, because an IP host is path-style.
  [
    /https:\/\/(\*|[a-z0-9][a-z0-9.-]*)\.s3\.(?:[a-z0-9-]+\.)?amazonaws\.com(\/?)/g,
    ({ s3 }, bucket, slash) => (slash === '/' && bucket !== '*' ? `${s3}/${bucket}/` : s3 + slash),
  ],
];

/** The servers in place of CloudFront: that of the site, and that of media. */
export const distributionServers = ['site', 'cdn'] as const;

/** One of them. */
export type DistributionServer = (typeof distributionServers)[number];

/** The domain names of the distributions. */
export interface DistributionNames {
  /** The server of each custom domain name, including that of the API. */
  readonly own: ReadonlyMap<string, DistributionServer | 'api'>;
  /** The server of each of CloudFront's names, asked for only once a text has one. */
  domains(): ReadonlyMap<string, DistributionServer>;
}

const cloudFront = /https:\/\/(\*|[a-z0-9]+)\.cloudfront\.net/g;

/**
 * Replaces every AWS address in a resolved string by the local one, also custom domain names. A wildcard at CloudFront means the
 * CDN of media.
 */
export function toLocalAddresses(
  text: string,
  origins: Origins,
  names: DistributionNames = { own: new Map(), domains: () => new Map() },
): string {
  if (!text.includes('https://')) return text;
  const named = [...names.own].reduce(
    (result, [name, server]) =>
      result.replace(
        new RegExp(`https://${name.replaceAll('.', '\\.')}(?![\\w.:-])`, 'g'),
        origins[server],
      ),
    text,
  );
  const served = named.replace(cloudFront, (_match, name) => {
    const server = name === '*' ? 'cdn' : names.domains().get(`${name}.cloudfront.net`);
    return origins[server ?? 'site'];
  });
  return table.reduce(
    (result, [pattern, replace]) =>
      result.replace(pattern, (_match, ...groups) => replace(origins, ...groups)),
    served,
  );
}
