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

/** The change, as {@link Change} describes it, without its line. */
type Row = readonly [
  what: string,
  resource: string,
  property: string,
  value?: unknown,
  blamed?: string,
];

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

const byLine: Readonly<Record<string, readonly Row[]>> = {
  'block-public-access': [
    ...blocks.map(
      (block): Row => [
        `a bucket without ${block}`,
        'MediaBucket',
        `Properties/PublicAccessBlockConfiguration/${block}`,
        false,
      ],
    ),
  ],
  'oac-only': [
    ['an origin without access control', 'SiteDistribution', `${origins}/OriginAccessControlId`],
    [
      'an access control that does not always sign',
      'MediaCdnDistributionOrigin1S3OriginAccessControl',
      'Properties/OriginAccessControlConfig/SigningBehavior',
      'no-override',
      'MediaCdnDistribution',
    ],
    [
      'a bucket open to every distribution',
      'PublicBucketPolicy',
      policy,
      forCloudFront({ Condition: {} }),
    ],
    ['a bucket open to everybody', 'PublicBucketPolicy', policy, forCloudFront({ Principal: '*' })],
    [
      'a bucket open to another account',
      'PublicBucketPolicy',
      policy,
      forCloudFront({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } }),
    ],
  ],
  'tls-only': [
    ['a bucket that answers plain HTTP', 'MediaBucketPolicy', policy, withoutTls, 'MediaBucket'],
    ['a queue that answers plain HTTP', 'UploadsQueuePolicy', policy, withoutTls, 'UploadsQueue'],
    [
      'a topic that answers plain HTTP',
      'OperationsAlarmsPolicy',
      policy,
      withoutTls,
      'OperationsAlarms',
    ],
    [
      'a distribution that serves plain HTTP',
      'MediaCdnDistribution',
      'Properties/DistributionConfig/DefaultCacheBehavior/ViewerProtocolPolicy',
      'allow-all',
    ],
    [
      'a domain that takes TLS 1.1',
      'SiteDistribution',
      'Properties/DistributionConfig',
      (config: object) => ({
        ...config,
        Aliases: ['files.example.com'],
        ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.1_2016' },
      }),
    ],
  ],
  encryption: [
    ['a bucket without encryption', 'PublicBucket', 'Properties/BucketEncryption'],
    ['a queue without encryption', 'UploadsDeadLetters', 'Properties/SqsManagedSseEnabled', false],
  ],
  'cors-exact': [
    [
      'a bucket for pages of any origin',
      'MediaBucket',
      'Properties/CorsConfiguration/CorsRules/0/AllowedOrigins',
      plus('*'),
    ],
    [
      'an API for pages of any subdomain',
      'FilesApi',
      'Properties/CorsConfiguration/AllowOrigins',
      ['https://*.example.com'],
    ],
  ],
  lifecycle: [
    ['a bucket that keeps abandoned parts', 'PublicBucket', 'Properties/LifecycleConfiguration'],
    ['a rule that is switched off', 'MediaBucket', `${rules}/0/Status`, 'Disabled'],
  ],
  versioning: [
    [
      'a media bucket without versions',
      'MediaBucket',
      'Properties/VersioningConfiguration/Status',
      'Suspended',
    ],
    ...expiries.map(
      (expiry): Row => [
        `${expiry} on uploads`,
        'MediaBucket',
        rules,
        plus({ Status: 'Enabled', Prefix: 'media/images/', [expiry]: 30 }),
      ],
    ),
  ],
  quota: [
    [
      'a quota that limits nothing',
      'IssueUploadFunction',
      'Metadata/Airlock::Quota/bytes',
      Number.MAX_SAFE_INTEGER,
    ],
    ['a quota that is not written down', 'IssueUploadFunction', 'Metadata/Airlock::Quota'],
  ],
  throttling: [
    [
      'a stage without a rate',
      'FilesApiStage',
      'Properties/DefaultRouteSettings/ThrottlingRateLimit',
    ],
    [
      'a route without a burst',
      'FilesApiStage',
      'Properties/RouteSettings',
      {
        'POST /files': { ThrottlingRateLimit: 5 },
      },
    ],
  ],
  authorization: [
    ['a route that needs no token', 'FilesApiPOSTfiles', 'Properties/AuthorizationType', 'NONE'],
    [
      'an authorizer for any audience',
      'FilesApiJwt',
      'Properties/JwtConfiguration/Audience',
      [],
      'FilesApiGETusage',
    ],
  ],
  roles: [
    ['an action by wildcard', 'GetFileRole', rights, plus(allow('dynamodb:*', table))],
    [
      'every resource for an action that knows them',
      'GetFileRole',
      rights,
      plus(allow(['dynamodb:ListStreams', 's3:GetObject'], '*')),
    ],
    [
      'everything but what is named',
      'GetFileRole',
      rights,
      plus({ Effect: 'Allow', NotAction: 'iam:*', Resource: table }),
    ],
    [
      'a managed policy',
      'GetFileRole',
      'Properties/ManagedPolicyArns',
      ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    ],
    ['a function without a role of its own', 'GetFileFunction', 'Properties/Role', table],
  ],
  retention: [
    ...retained.map(
      (resource): Row => [`${resource} going with its stack`, resource, 'DeletionPolicy', 'Delete'],
    ),
    ['a bucket that goes when it is replaced', 'MediaBucket', 'UpdateReplacePolicy'],
    ['a table that may be deleted', 'Files', `${replica}/DeletionProtectionEnabled`, false],
    [
      'a table without point-in-time recovery',
      'Files',
      `${replica}/PointInTimeRecoverySpecification`,
    ],
    ['a user pool that may be deleted', 'UsersUserPool', 'Properties/DeletionProtection'],
  ],
  'log-retention': [
    ['a log group for ever', 'FilesApiAccessLogs', 'Properties/RetentionInDays'],
    ['a function without a log group', 'PruningPruneReleasesFunction', 'Properties/LoggingConfig'],
  ],
  alarms: [
    ['an alarm without an action', 'UploadsBacklogAlarm', 'Properties/AlarmActions'],
    ['an alarm that is switched off', 'UploadsBacklogAlarm', 'Properties/ActionsEnabled', false],
    [
      'a topic that lets no alarm in',
      'OperationsAlarmsPolicy',
      policy,
      (statements: readonly Statement[]) => statements.filter(({ Effect }) => Effect === 'Deny'),
      'OperationsAlarms',
    ],
    ...['Uploads', 'Deletions'].map(
      (owner): Row => [
        `dead letters of ${owner} without an alarm`,
        `${owner}DeadLetterAlarm`,
        'Properties/MetricName',
        'NumberOfMessagesSent',
        `${owner}DeadLetters`,
      ],
    ),
  ],
};

/** At least one change for every line. */
export const changes: readonly Required<Change>[] = Object.entries(byLine).flatMap(([line, rows]) =>
  rows.map(([what, resource, property, value, blamed = resource]) => ({
    line,
    what,
    resource,
    property,
    value,
    blamed,
  })),
);
