// Lines about buckets: access, CORS, and the life of their objects.
import { type Check, decide, ofType, show } from './check.ts';
import { at, listOf, type Resource, referredBy } from './template.ts';

const bucketType = 'AWS::S3::Bucket';
// Prefix of every upload's key, below which the rules about the judged version apply.
const mediaPrefix = 'media/';

const blocks = [
  'BlockPublicAcls',
  'BlockPublicPolicy',
  'IgnorePublicAcls',
  'RestrictPublicBuckets',
] as const;

export const publicAccessBlocked: Check = {
  id: 'block-public-access',
  title: 'Public access blocked on every bucket',
  examine: (all) =>
    ofType(all, bucketType).map((bucket) => {
      const settings = bucket.properties.PublicAccessBlockConfiguration;
      return decide(
        bucket,
        blocks.every((name) => at(settings, name) === true),
        show('PublicAccessBlockConfiguration', settings),
        'Set blockPublicAccess: BlockPublicAccess.BLOCK_ALL on the bucket.',
      );
    }),
};

export const corsExact: Check = {
  id: 'cors-exact',
  title: 'CORS names exact origins',
  examine: (all) => [
    ...ofType(all, bucketType).flatMap((bucket) =>
      listOf(at(bucket.properties, 'CorsConfiguration', 'CorsRules')).map((rule) =>
        decideOrigins(bucket, 'AllowedOrigins', at(rule, 'AllowedOrigins')),
      ),
    ),
    ...ofType(all, 'AWS::ApiGatewayV2::Api').map((api) =>
      decideOrigins(api, 'AllowOrigins', at(api.properties, 'CorsConfiguration', 'AllowOrigins')),
    ),
  ],
};

const decideOrigins = (resource: Resource, property: string, origins: unknown) =>
  decide(
    resource,
    listOf(origins).every(
      (origin) => !/\*|^null$/.test(JSON.stringify(origin).replaceAll('"', '')),
    ),
    show(property, origins),
    'Name each origin in `origins` of airlock.config.ts; no wildcard and no "null".',
  );

export const uploadsAborted: Check = {
  id: 'lifecycle',
  title: 'Incomplete multipart uploads are aborted',
  examine: (all) =>
    ofType(all, bucketType).map((bucket) => {
      const days = rulesOf(bucket).map((rule) =>
        at(rule, 'AbortIncompleteMultipartUpload', 'DaysAfterInitiation'),
      );
      const found = days.find((each) => typeof each === 'number');
      return decide(
        bucket,
        found !== undefined,
        show('AbortIncompleteMultipartUpload.DaysAfterInitiation', found),
        'Add an enabled lifecycle rule with abortIncompleteMultipartUploadAfter; parts of uploads that are never completed are billed.',
      );
    }),
};

export const judgedVersionKept: Check = {
  id: 'versioning',
  title: 'Media bucket versioned, no version of it expires',
  examine: (all) =>
    mediaBucketsOf(all).flatMap((bucket) => {
      const status = at(bucket.properties, 'VersioningConfiguration', 'Status');
      const expiring = rulesOf(bucket).filter(
        (rule) => reachesMedia(rule) && expirations.some((name) => at(rule, name) !== undefined),
      );
      return [
        decide(
          bucket,
          status === 'Enabled',
          show('VersioningConfiguration.Status', status),
          'Set versioned: true on the media bucket; the judged version is the served version.',
        ),
        decide(
          bucket,
          expiring.length === 0,
          expiring.length === 0
            ? `LifecycleConfiguration: no expiry reaches ${mediaPrefix}`
            : show('LifecycleConfiguration.Rules', expiring),
          `Remove the expiry from ${mediaPrefix}; it deletes judged versions (docs/decisions/0001-pin-the-judged-version.md).`,
        ),
      ];
    }),
};

const expirations = [
  'NoncurrentVersionExpiration',
  'NoncurrentVersionExpirationInDays',
  'Expiration',
  'ExpirationDate',
  'ExpirationInDays',
];

const rulesOf = (bucket: Resource) =>
  listOf(at(bucket.properties, 'LifecycleConfiguration', 'Rules')).filter(
    (rule) => at(rule, 'Status') === 'Enabled',
  );

function reachesMedia(rule: unknown): boolean {
  const prefix = String(at(rule, 'Prefix') ?? '');
  return prefix.startsWith(mediaPrefix) || mediaPrefix.startsWith(prefix);
}

/** The buckets in which functions store uploads. */
function mediaBucketsOf(all: readonly Resource[]): readonly Resource[] {
  const named = ofType(all, 'AWS::Lambda::Function').flatMap((each) =>
    referredBy(all, each, at(each.properties, 'Environment', 'Variables', 'MEDIA_BUCKET')),
  );
  return [...new Set(named)];
}
