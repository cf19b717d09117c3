// Where the local cloud answers, and the one table that turns AWS addresses in a template into those.

/** The region that the templates are resolved for. */
export const region = 'us-east-1';
/** The account that the templates are resolved for. */
export const account = '000000000000';

/** The origins of the five servers, such as `http://127.0.0.1:4400`, without a trailing slash. */
export interface Origins {
  readonly site: string;
  readonly api: string;
  readonly s3: string;
  readonly dynamodb: string;
  readonly issuer: string;
}

/** The servers in the order of their ports, counted from the base port. */
export const servers = ['site', 'api', 's3', 'dynamodb', 'issuer'] as const;

const table: readonly [RegExp, (origins: Origins, ...groups: string[]) => string][] = [
  [/https:\/\/[a-z0-9]+\.cloudfront\.net/g, ({ site }) => site],
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

/** Replaces every AWS address in a resolved string by the local one, and that of the site under names of its own. */
export function toLocalAddresses(
  text: string,
  origins: Origins,
  siteNames: readonly string[] = [],
): string {
  if (!text.includes('https://')) return text;
  const named = siteNames.reduce(
    (result, name) =>
      result.replace(
        new RegExp(`https://${name.replaceAll('.', '\\.')}(?![\\w.:-])`, 'g'),
        origins.site,
      ),
    text,
  );
  return table.reduce(
    (result, [pattern, replace]) =>
      result.replace(pattern, (_match, ...groups) => replace(origins, ...groups)),
    named,
  );
}
