// What each line of the checklist is there to notice: one changed property, and the resource that is to blame for it.

/** A change, the line that it fails, and the resource that the finding names. */
export interface Change {
  readonly line: string;
  readonly what: string;
  /** Construct path of the changed resource, as it begins its logical id. */
  readonly resource: string;
  /** Steps from the resource's definition, separated by slashes. */
  readonly property: string;
  /** A value, or a function of the old value; undefined takes the property out. */
  readonly value: unknown;
  /** Default: the changed resource. */
  readonly blamed?: string;
}

type Statement = Readonly<Record<string, unknown>>;

const policy = 'Properties/PolicyDocument/Statement';
const rights = 'Properties/Policies/0/PolicyDocument/Statement';
const origins = 'Properties/DistributionConfig/Origins/0';
const rules = 'Properties/LifecycleConfiguration/Rules';
const replica = 'Properties/Replicas/0';

const withoutTls = (statements: readonly Statement[]) =>
  statements.filter((each) => !JSON.stringify(each).includes('aws:SecureTransport'));

/** Changes what the bucket policy says about CloudFront. */
const forCloudFront = (change: Statement) => (statements: readonly Statement[]) =>
  statements.map((each) =>
    JSON.stringify(each.Principal).includes('cloudfront') ? { ...each, ...change } : each,
  );

const plus =
  (...added: readonly unknown[]) =>
  (old: readonly unknown[]) => [...old, ...added];
const allow = (Action: unknown, Resource: unknown) => ({ Effect: 'Allow', Action, Resource });
const table = 'arn:aws:dynamodb:eu-central-1:111122223333:table/Files';

const change = (
  line: string,
  what: string,
  resource: string,
  property: string,
  value?: unknown,
  blamed: string = resource,
): Required<Change> => ({ line, what, resource, property, value, blamed });

const blocks = [
  'BlockPublicAcls',
  'BlockPublicPolicy',
  'IgnorePublicAcls',
  'RestrictPublicBuckets',
];
const expiries = [
  'NoncurrentVersionExpiration',
  'NoncurrentVersionExpirationInDays',
  'ExpirationInDays',
];
const retained = ['Files', 'MediaBucket', 'UsersUserPool', 'UploadsDeadLetters', 'GetFileLogs'];

/** At least one change for every line. */
export const changes: readonly Required<Change>[] = [
  ...blocks.map((block) =>
    change(
      'block-public-access',
      `a bucket without ${block}`,
      'MediaBucket',
      `Properties/PublicAccessBlockConfiguration/${block}`,
      false,
    ),
  ),

  change(
    'oac-only',
    'an origin without access control',
    'SiteDistribution',
    `${origins}/OriginAccessControlId`,
  ),
  change(
    'oac-only',
    'an access control that does not always sign',
    'MediaCdnDistributionOrigin1S3OriginAccessControl',
    'Properties/OriginAccessControlConfig/SigningBehavior',
    'no-override',
    'MediaCdnDistribution',
  ),
  change(
    'oac-only',
    'a bucket open to every distribution',
    'PublicBucketPolicy',
    policy,
    forCloudFront({ Condition: {} }),
  ),
  change(
    'oac-only',
    'a bucket open to everybody',
    'PublicBucketPolicy',
    policy,
    forCloudFront({ Principal: '*' }),
  ),
  change(
    'oac-only',
    'a bucket open to another account',
    'PublicBucketPolicy',
    policy,
    forCloudFront({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } }),
  ),

  change(
    'tls-only',
    'a bucket that answers plain HTTP',
    'MediaBucketPolicy',
    policy,
    withoutTls,
    'MediaBucket',
  ),
  change(
    'tls-only',
    'a queue that answers plain HTTP',
    'UploadsQueuePolicy',
    policy,
    withoutTls,
    'UploadsQueue',
  ),
  change(
    'tls-only',
    'a topic that answers plain HTTP',
    'OperationsAlarmsPolicy',
    policy,
    withoutTls,
    'OperationsAlarms',
  ),
  change(
    'tls-only',
    'a distribution that serves plain HTTP',
    'MediaCdnDistribution',
    'Properties/DistributionConfig/DefaultCacheBehavior/ViewerProtocolPolicy',
    'allow-all',
  ),
  change(
    'tls-only',
    'a domain that takes TLS 1.1',
    'SiteDistribution',
    'Properties/DistributionConfig',
    (config: object) => ({
      ...config,
      Aliases: ['files.example.com'],
      ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.1_2016' },
    }),
  ),

  change(
    'encryption',
    'a bucket without encryption',
    'PublicBucket',
    'Properties/BucketEncryption',
  ),
  change(
    'encryption',
    'a queue without encryption',
    'UploadsDeadLetters',
    'Properties/SqsManagedSseEnabled',
    false,
  ),

  change(
    'cors-exact',
    'a bucket for pages of any origin',
    'MediaBucket',
    'Properties/CorsConfiguration/CorsRules/0/AllowedOrigins',
    plus('*'),
  ),
  change(
    'cors-exact',
    'an API for pages of any subdomain',
    'FilesApi',
    'Properties/CorsConfiguration/AllowOrigins',
    ['https://*.example.com'],
  ),

  change(
    'lifecycle',
    'a bucket that keeps abandoned parts',
    'PublicBucket',
    'Properties/LifecycleConfiguration',
  ),
  change(
    'lifecycle',
    'a rule that is switched off',
    'MediaBucket',
    `${rules}/0/Status`,
    'Disabled',
  ),

  change(
    'versioning',
    'a media bucket without versions',
    'MediaBucket',
    'Properties/VersioningConfiguration/Status',
    'Suspended',
  ),
  ...expiries.map((expiry) =>
    change(
      'versioning',
      `${expiry} on uploads`,
      'MediaBucket',
      rules,
      plus({ Status: 'Enabled', Prefix: 'media/images/', [expiry]: 30 }),
    ),
  ),

  change(
    'quota',
    'a quota that limits nothing',
    'IssueUploadFunction',
    'Metadata/Airlock::Quota/bytes',
    Number.MAX_SAFE_INTEGER,
  ),
  change(
    'quota',
    'a quota that is not written down',
    'IssueUploadFunction',
    'Metadata/Airlock::Quota',
  ),

  change(
    'throttling',
    'a stage without a rate',
    'FilesApiStage',
    'Properties/DefaultRouteSettings/ThrottlingRateLimit',
  ),
  change('throttling', 'a route without a burst', 'FilesApiStage', 'Properties/RouteSettings', {
    'POST /files': { ThrottlingRateLimit: 5 },
  }),

  change(
    'authorization',
    'a route that needs no token',
    'FilesApiPOSTfiles',
    'Properties/AuthorizationType',
    'NONE',
  ),
  change(
    'authorization',
    'an authorizer for any audience',
    'FilesApiJwt',
    'Properties/JwtConfiguration/Audience',
    [],
    'FilesApiGETusage',
  ),

  change('roles', 'an action by wildcard', 'GetFileRole', rights, plus(allow('dynamodb:*', table))),
  change(
    'roles',
    'every resource for an action that knows them',
    'GetFileRole',
    rights,
    plus(allow(['dynamodb:ListStreams', 's3:GetObject'], '*')),
  ),
  change(
    'roles',
    'everything but what is named',
    'GetFileRole',
    rights,
    plus({ Effect: 'Allow', NotAction: 'iam:*', Resource: table }),
  ),
  change('roles', 'a managed policy', 'GetFileRole', 'Properties/ManagedPolicyArns', [
    'arn:aws:iam::aws:policy/ReadOnlyAccess',
  ]),
  change(
    'roles',
    'a function without a role of its own',
    'GetFileFunction',
    'Properties/Role',
    table,
  ),

  ...retained.map((resource) =>
    change('retention', `${resource} going with its stack`, resource, 'DeletionPolicy', 'Delete'),
  ),
  change(
    'retention',
    'a bucket that goes when it is replaced',
    'MediaBucket',
    'UpdateReplacePolicy',
  ),
  change(
    'retention',
    'a table that may be deleted',
    'Files',
    `${replica}/DeletionProtectionEnabled`,
    false,
  ),
  change(
    'retention',
    'a table without point-in-time recovery',
    'Files',
    `${replica}/PointInTimeRecoverySpecification`,
  ),
  change(
    'retention',
    'a user pool that may be deleted',
    'UsersUserPool',
    'Properties/DeletionProtection',
  ),

  change(
    'log-retention',
    'a log group for ever',
    'FilesApiAccessLogs',
    'Properties/RetentionInDays',
  ),
  change(
    'log-retention',
    'a function without a log group',
    'PruningPruneReleasesFunction',
    'Properties/LoggingConfig',
  ),

  change('alarms', 'an alarm without an action', 'UploadsBacklogAlarm', 'Properties/AlarmActions'),
  change(
    'alarms',
    'an alarm that is switched off',
    'UploadsBacklogAlarm',
    'Properties/ActionsEnabled',
    false,
  ),
  change(
    'alarms',
    'a topic that lets no alarm in',
    'OperationsAlarmsPolicy',
    policy,
    (statements: readonly Statement[]) => statements.filter(({ Effect }) => Effect === 'Deny'),
    'OperationsAlarms',
  ),
  ...['Uploads', 'Deletions'].map((owner) =>
    change(
      'alarms',
      `dead letters of ${owner} without an alarm`,
      `${owner}DeadLetterAlarm`,
      'Properties/MetricName',
      'NumberOfMessagesSent',
      `${owner}DeadLetters`,
    ),
  ),
];
