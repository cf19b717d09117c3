// The names that stacks write and functions read. Import-free, so that both worlds can share it.

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
  /** Id of the media CDN's distribution. */
  readonly MEDIA_DISTRIBUTION: string;
  /** Id of the key pair that signs downloads through the CDN. */
  readonly DOWNLOAD_KEY_ID: string;
  /** Name of the SSM parameter that holds its private half. */
  readonly DOWNLOAD_KEY_PARAMETER: string;
  /** Secret that makes list cursors tamper-evident. */
  readonly CURSOR_KEY: string;
  /** Name of the bucket that the CDN serves. */
  readonly STATIC_BUCKET: string;
}

/** How the static bucket is laid out. */
export const staticBucketLayout = {
  /** Folder of what the CDN serves; nothing outside it can be asked for. */
  site: 'site',
  /** The key whose versions are the releases, newest first. */
  record: 'release.json',
} as const;

/** Reads the named variables once at cold start; throws an error that names every missing one. */
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
