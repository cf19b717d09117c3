import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, expect, it } from 'vitest';
import { routes } from '../../lambdas/functions.ts';
import { synthesize } from './synthesize.ts';

let media: Template;
beforeAll(async () => {
  ({ media } = await synthesize());
});

/** A resource in words: logical ids without their hash, attributes other than the ARN after a dot. */
function spell(value: unknown): string {
  if (typeof value === 'string') return value;
  const {
    'Fn::GetAtt': attribute,
    'Fn::Join': join,
    Ref,
  } = value as {
    'Fn::GetAtt'?: [string, string];
    'Fn::Join'?: ['', unknown[]];
    Ref?: string;
  };
  if (join) return join[1].map(spell).join('');
  if (Ref) return withoutHash(Ref);
  if (!attribute) return JSON.stringify(value);
  const [id, name] = attribute;
  return name === 'Arn' ? withoutHash(id) : `${withoutHash(id)}.${name}`;
}

const withoutHash = (id: string) => id.replace(/[0-9A-F]{8}$/, '');

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: object;
}

/** Every right of a function's role, as `action resource`, with its condition if there is one. */
function rightsOf(role: {
  Properties: { Policies: { PolicyDocument: { Statement: Statement[] } }[] };
}) {
  return role.Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement).flatMap(
    ({ Effect, Action, Resource, Condition }) => {
      const condition = Condition ? ` if ${JSON.stringify(Condition)}` : '';
      return [Action]
        .flat()
        .flatMap((action) =>
          [Resource].flat().map((resource) => `${Effect} ${action} ${spell(resource)}${condition}`),
        );
    },
  );
}

const table = (...actions: string[]) => actions.map((action) => `Allow dynamodb:${action} Files`);
const itemsOf = (kind: string, ...actions: string[]) =>
  table(...actions).map(
    (right) => `${right} if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["${kind}#*"]}}`,
  );
const index = (action: 'Query' | 'Scan', ...names: string[]) =>
  names.map((name) => `Allow dynamodb:${action} Files/index/${name}`);
const uploads = (...actions: string[]) =>
  actions.map((action) => `Allow s3:${action} MediaBucket/media/*`);
const variants = (...actions: string[]) =>
  actions.map((action) => `Allow s3:${action} MediaBucket/variants/*`);
const copies = (...actions: string[]) =>
  actions.map((action) => `Allow s3:${action} PublicBucket/public/*`);
const tellStream = [
  'Allow dynamodb:DescribeStream Files.StreamArn',
  'Allow dynamodb:GetRecords Files.StreamArn',
  'Allow dynamodb:GetShardIterator Files.StreamArn',
  'Allow dynamodb:ListStreams *',
];
const invalidate =
  'Allow cloudfront:CreateInvalidation arn:AWS::Partition:cloudfront::AWS::AccountId:distribution/MediaCdnDistribution';
const tellMissing = 'Allow s3:ListBucket MediaBucket';
const listVersions =
  'Allow s3:ListBucketVersions MediaBucket if {"StringLike":{"s3:prefix":["media/*"]}}';
const listAllVersions =
  'Allow s3:ListBucketVersions MediaBucket if {"StringLike":{"s3:prefix":["media/*","variants/*"]}}';
const fedBy = (queue: string) =>
  ['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map(
    (action) => `Allow sqs:${action} ${queue}`,
  );

it('every function may do exactly what its part of the story needs', () => {
  const roles = Object.entries(media.findResources('AWS::IAM::Role')).filter(
    ([id]) => !id.startsWith('CustomCDKBucketDeployment'),
  );
  const rights = Object.fromEntries(
    roles.map(([id, role]) => {
      const name = withoutHash(id).replace(/Role$/, '');
      const all = rightsOf(role as Parameters<typeof rightsOf>[0]);
      const ownLog = [
        `Allow logs:CreateLogStream ${name}Logs`,
        `Allow logs:PutLogEvents ${name}Logs`,
      ];
      expect(all).toEqual(expect.arrayContaining(ownLog));
      return [name, all.filter((right) => !ownLog.includes(right))];
    }),
  );
  expect(rights).toEqual({
    IssueUpload: [
      ...table('BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'UpdateItem'),
      ...uploads('AbortMultipartUpload', 'PutObject'),
    ],
    SignParts: [...table('BatchGetItem'), ...uploads('PutObject')],
    ListParts: [...table('BatchGetItem'), ...uploads('ListMultipartUploadParts')],
    CompleteUpload: [
      ...table('BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'),
      ...uploads(
        'DeleteObjectVersion',
        'GetObject',
        'GetObjectVersion',
        'ListMultipartUploadParts',
        'PutObject',
      ),
      tellMissing,
    ],
    ReceiveUpload: [
      'Allow sqs:DeleteMessage UploadsQueue',
      'Allow sqs:GetQueueAttributes UploadsQueue',
      'Allow sqs:ReceiveMessage UploadsQueue',
      ...uploads('DeleteObjectVersion', 'GetObjectVersion'),
      tellMissing,
      ...table('GetItem', 'PutItem', 'UpdateItem'),
    ],
    RelayChanges: [
      ...tellStream,
      'Allow sqs:SendMessage ChangesDeadLetters',
      'Allow sqs:SendMessage PublicationsQueue',
      'Allow sqs:SendMessage VariantsQueue',
    ],
    MakeVariants: [
      ...fedBy('VariantsQueue'),
      'Allow sqs:SendMessage VariantResultsQueue',
      ...uploads('GetObjectVersion'),
      tellMissing,
      ...variants('GetObject', 'PutObject'),
    ],
    RecordVariants: [
      ...fedBy('VariantResultsQueue'),
      ...itemsOf('FILE', 'GetItem', 'UpdateItem'),
      ...variants('DeleteObjectVersion'),
    ],
    PublishFile: [
      'Allow sqs:ChangeMessageVisibility PublicationsQueue',
      'Allow sqs:DeleteMessage PublicationsQueue',
      'Allow sqs:GetQueueAttributes PublicationsQueue',
      'Allow sqs:ReceiveMessage PublicationsQueue',
      ...table('GetItem', 'UpdateItem'),
      ...uploads('GetObjectVersion'),
      ...variants('GetObjectVersion'),
      tellMissing,
      ...copies('DeleteObject', 'GetObject', 'ListMultipartUploadParts', 'PutObject'),
      'Allow s3:ListBucket PublicBucket',
      'Allow s3:ListBucketMultipartUploads PublicBucket',
      invalidate,
    ],
    GetFile: table('BatchGetItem'),
    ListFiles: [
      ...index('Query', 'filesByCollection', 'ownerFiles', 'ownerFilesByStatus', 'sharedFiles'),
      ...table('BatchGetItem'),
    ],
    GetUsage: table('GetItem'),
    IssueDownload: [
      ...table('BatchGetItem'),
      ...uploads('GetObjectVersion'),
      ...variants('GetObjectVersion'),
    ],
    EditFile: table('BatchGetItem', 'UpdateItem'),
    AddGrant: table('BatchGetItem', 'ConditionCheckItem', 'PutItem', 'Query', 'UpdateItem'),
    RemoveGrant: table('BatchGetItem', 'ConditionCheckItem', 'DeleteItem'),
    ListGrants: table('BatchGetItem', 'Query'),
    IssueLink: table('BatchGetItem', 'ConditionCheckItem', 'PutItem', 'Query', 'UpdateItem'),
    RevokeLink: table('BatchGetItem', 'ConditionCheckItem', 'DeleteItem'),
    ListLinks: table('BatchGetItem', 'Query'),
    FollowLink: [
      ...itemsOf('FILE', 'GetItem'),
      ...itemsOf('LINK', 'GetItem', 'UpdateItem'),
      ...uploads('GetObjectVersion'),
      ...variants('GetObjectVersion'),
    ],
    FindPrincipals: ['Allow cognito-idp:ListUsers UsersUserPool'],
    PermitUpload: itemsOf('PERMISSION', 'PutItem'),
    DescribeApi: [],
    RefuseRoute: [],
    DeleteFile: table('BatchGetItem', 'PutItem', 'UpdateItem'),
    DeleteOwner: [
      ...index('Query', 'ownerFiles', 'ownerFilesByStatus', 'sharedFiles'),
      ...table('BatchGetItem', 'DeleteItem', 'PutItem', 'UpdateItem'),
    ],
    PurgeFile: [
      ...tellStream,
      'Allow sqs:SendMessage DeletionsDeadLetters',
      ...table('ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
      ...uploads('AbortMultipartUpload', 'DeleteObjectVersion'),
      ...variants('DeleteObjectVersion'),
      listAllVersions,
    ],
    ReapUploads: [
      ...index('Scan', 'ownerFilesByStatus'),
      ...index('Query', 'sharedFiles'),
      ...table('GetItem', 'PutItem', 'UpdateItem'),
      ...uploads('DeleteObjectVersion', 'GetObjectVersion'),
      listVersions,
    ],
    Reconcile: [
      ...index('Query', 'ownerFiles', 'ownerFilesByStatus'),
      ...table(
        'BatchGetItem',
        'ConditionCheckItem',
        'DeleteItem',
        'GetItem',
        'PutItem',
        'Query',
        'Scan',
        'UpdateItem',
      ),
      'Allow s3:DeleteObjectVersion MediaBucket/media/*',
      'Allow s3:DeleteObjectVersion MediaBucket/variants/*',
      'Allow s3:GetObjectVersion MediaBucket/media/*',
      'Allow s3:GetObjectVersion MediaBucket/variants/*',
      listAllVersions,
      tellMissing,
      'Allow s3:ListBucket PublicBucket',
      ...copies('DeleteObject', 'GetObject', 'PutObject'),
      invalidate,
    ],
  });
});

it('no function has a right by any way but its hand-written role', () => {
  const policies = Object.keys(media.findResources('AWS::IAM::Policy'));
  expect(policies.every((id) => id.startsWith('CustomCDKBucketDeployment'))).toBe(true);
  const roles = Object.entries(media.findResources('AWS::IAM::Role'));
  for (const [id, { Properties }] of roles) {
    if (!id.startsWith('CustomCDKBucketDeployment')) {
      expect(Properties.ManagedPolicyArns).toBeUndefined();
      expect(Properties.AssumeRolePolicyDocument.Statement).toEqual([
        {
          Action: 'sts:AssumeRole',
          Effect: 'Allow',
          Principal: { Service: 'lambda.amazonaws.com' },
        },
      ]);
    }
  }
});

/** Who may call which function from where, as `service function source`. */
const callers = () =>
  Object.values(media.findResources('AWS::Lambda::Permission')).map(({ Properties }) => {
    const { Action, Principal, FunctionName, SourceArn } = Properties;
    expect(Action).toBe('lambda:InvokeFunction');
    return `${Principal} ${spell(FunctionName)} ${spell(SourceArn).replace(/^arn:.*:FilesApi/, '')}`;
  });

const pascalCase = (name: string) =>
  name.replace(/(^|-)(\w)/g, (_, __, letter) => letter.toUpperCase());

it('only this API may invoke a function that has routes, and only the scheduler a scheduled one', () => {
  const byRoute = [...new Set(routes.map((route) => route.function))].map(
    (name) => `apigateway.amazonaws.com ${pascalCase(name)}Function /*/*/*`,
  );
  // The route of what no other takes has an ARN without a path: `…/$default/$default`.
  const unknown = 'apigateway.amazonaws.com RefuseRouteFunction /*/*';
  const byClock = [
    'events.amazonaws.com ReapUploadsFunction ReapSchedule',
    'events.amazonaws.com ReconcileFunction ReconcileSchedule',
  ];
  expect(callers().sort()).toEqual([...byRoute, unknown, ...byClock].sort());
});
