// The names of environment variables that stacks write and functions read. Import-free, so that both can share it.

/** Environment variables of the functions. */
export interface Environment {
  /** Name of the DynamoDB table. */
  readonly TABLE_NAME: string;
  /** Name of the private media bucket. */
  readonly MEDIA_BUCKET: string;
  /** Name of the bucket of public copies. */
  readonly PUBLIC_BUCKET: string;
  /** Origin of the media CDN, `https://` and a host. */
  readonly MEDIA_ORIGIN: string;
  /** Origin of links to files; only where the site passes them on to the API. */
  readonly LINK_ORIGIN: string;
  /** Id of the media CDN's distribution. */
  readonly MEDIA_DISTRIBUTION: string;
  /** Id of the key pair that signs downloads through the CDN. */
  readonly DOWNLOAD_KEY_ID: string;
  /** Name of the SSM parameter that holds its private half. */
  readonly DOWNLOAD_KEY_PARAMETER: string;
  /** URL of the queue of files whose public copy has to be created or deleted. */
  readonly PUBLICATIONS_QUEUE: string;
  /** URL of the queue of versions to scan; only with a clamd. */
  readonly SCANS_QUEUE: string;
  /** URL of the queue of images whose variants have to be made; only where a collection makes some. */
  readonly VARIANTS_QUEUE: string;
  /** URL of the queue of variants that were made. */
  readonly VARIANT_RESULTS_QUEUE: string;
  /** Name of the event bus; only with events. */
  readonly EVENT_BUS: string;
  /** What every event names as its source; only with events. */
  readonly EVENT_SOURCE: string;
  /** The webhook that a function delivers to, as the configuration names it. */
  readonly WEBHOOK_NAME: string;
  /** Its address. */
  readonly WEBHOOK_URL: string;
  /** URL of its queue. */
  readonly WEBHOOK_QUEUE: string;
  /** Names of the SSM parameters that hold its secrets, separated by commas. */
  readonly WEBHOOK_SECRETS: string;
  /** Id of the user pool in which people are found by name; only with it as directory. */
  readonly USER_POOL_ID: string;
  /** `iss` of the first issuer's tokens; only with the authorizer of Airlock. */
  readonly TRUSTED_ISSUER: string;
  /** Accepted audiences of the first issuer's tokens, separated by blanks. */
  readonly TRUSTED_AUDIENCES: string;
  /** Secret that seals list cursors. */
  readonly CURSOR_KEY: string;
  /** Name of the bucket that the CDN serves. */
  readonly STATIC_BUCKET: string;
}

/** How the static bucket is laid out. */
export const staticBucketLayout = {
  /** Folder of the files that the CDN serves; nothing outside it can be requested. */
  site: 'site',
  /** The key whose versions are the releases, newest first. */
  record: 'release.json',
} as const;

/** The folder of links to files, at the API and at a site that passes them on. */
export const linkFolder = 'links';

/** The header that a site's CDN adds to each request that it passes on to the API. */
export const passedBySite = { header: 'x-airlock-passed-by', value: 'site' } as const;

/** Reads the named variables once at cold start. @throws Error that names every missing one */
export function readEnvironment<Name extends keyof Environment>(
  ...names: readonly Name[]
): Pick<Environment, Name> {
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length > 0) {
    throw new Error(
      `Missing environment variable ${missing.join(', ')}. The stack sets it on the function.`,
    );
  }
  return Object.fromEntries(names.map((name) => [name, process.env[name]])) as Pick<
    Environment,
    Name
  >;
}

/** Reads a variable that only some configurations set. */
export const readOptional = (name: keyof Environment): string | undefined =>
  process.env[name] || undefined;
