import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, expect, it } from 'vitest';
import { routes } from '../../lambdas/functions.ts';
import { synthesize } from './synthesize.ts';

let media: Template;
beforeAll(async () => {
  ({ media } = await synthesize());
});

/** A resource in words: logical ids without their hash, attributes after a dot. */
function spell(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as {
    'Fn::GetAtt'?: [string, string];
    'Fn::Join'?: ['', unknown[]];
  };
  if (attribute) return attribute[0].replace(/[0-9A-F]{8}$/, '');
  return join ? join[1].map(spell).join('') : JSON.stringify(value);
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
}

/** Every right of a function's role, as `action resource`, its own log left out. */
function rightsOf(role: {
  Properties: { Policies: { PolicyDocument: { Statement: Statement[] } }[] };
}) {
  return role.Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement).flatMap(
    ({ Effect, Action, Resource }) =>
      [Action]
        .flat()
        .flatMap((action) =>
          [Resource].flat().map((resource) => `${Effect} ${action} ${spell(resource)}`),
        ),
  );
}

it('every function may do exactly what its part of the story needs', () => {
  const roles = Object.entries(media.findResources('AWS::IAM::Role')).filter(
    ([id]) => !id.startsWith('CustomCDKBucketDeployment'),
  );
  const rights = Object.fromEntries(
    roles.map(([id, role]) => [
      id.replace(/Role[0-9A-F]{8}$/, ''),
      rightsOf(role as Parameters<typeof rightsOf>[0]),
    ]),
  );
  const log = (name: string) => [
    `Allow logs:CreateLogStream ${name}Logs`,
    `Allow logs:PutLogEvents ${name}Logs`,
  ];
  expect(rights).toEqual({
    IssueUpload: [
      'Allow dynamodb:GetItem Files',
      'Allow dynamodb:PutItem Files',
      'Allow s3:AbortMultipartUpload MediaBucket/media/*',
      'Allow s3:PutObject MediaBucket/media/*',
      ...log('IssueUpload'),
    ],
    SignParts: [
      'Allow dynamodb:GetItem Files',
      'Allow s3:PutObject MediaBucket/media/*',
      ...log('SignParts'),
    ],
    ListParts: [
      'Allow dynamodb:GetItem Files',
      'Allow s3:ListMultipartUploadParts MediaBucket/media/*',
      ...log('ListParts'),
    ],
    CompleteUpload: [
      'Allow dynamodb:GetItem Files',
      'Allow s3:GetObject MediaBucket/media/*',
      'Allow s3:ListMultipartUploadParts MediaBucket/media/*',
      'Allow s3:PutObject MediaBucket/media/*',
      'Allow s3:ListBucket MediaBucket',
      ...log('CompleteUpload'),
    ],
    ReceiveUpload: [
      'Allow sqs:DeleteMessage UploadsQueue',
      'Allow sqs:GetQueueAttributes UploadsQueue',
      'Allow sqs:ReceiveMessage UploadsQueue',
      'Allow s3:DeleteObjectVersion MediaBucket/media/*',
      'Allow s3:GetObjectVersion MediaBucket/media/*',
      'Allow s3:ListBucket MediaBucket',
      'Allow dynamodb:UpdateItem Files',
      ...log('ReceiveUpload'),
    ],
    GetFile: ['Allow dynamodb:GetItem Files', ...log('GetFile')],
    ListFiles: [
      'Allow dynamodb:Query Files/index/collectionFiles',
      'Allow dynamodb:Query Files/index/collectionFilesByStatus',
      'Allow dynamodb:Query Files/index/ownerFiles',
      'Allow dynamodb:Query Files/index/ownerFilesByStatus',
      ...log('ListFiles'),
    ],
    IssueDownload: [
      'Allow dynamodb:GetItem Files',
      'Allow s3:GetObjectVersion MediaBucket/media/*',
      ...log('IssueDownload'),
    ],
    DeleteFile: [
      'Allow dynamodb:GetItem Files',
      'Allow dynamodb:PutItem Files',
      'Allow s3:AbortMultipartUpload MediaBucket/media/*',
      ...log('DeleteFile'),
    ],
  });
});

it('no right reaches a function by another way', () => {
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

it('only API Gateway’s own routes may call a function', () => {
  media.allResourcesProperties('AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    Principal: 'apigateway.amazonaws.com',
  });
  const sources = Object.values(media.findResources('AWS::Lambda::Permission')).map(
    ({ Properties }) => spell(Properties.SourceArn),
  );
  expect(sources).toHaveLength(routes.length);
  for (const source of sources) expect(source).toMatch(/FilesApi.*\/files/);
});
