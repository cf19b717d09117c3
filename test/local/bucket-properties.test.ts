// What the local cloud reads of AWS::S3::Bucket, and what stops its start.
import { expect, test } from 'vitest';
import {
  readLifecycle,
  readOwnership,
  requireKnownProperties,
} from '../../local/storage/bucket-properties.ts';
import type { Resource } from '../../local/template/template.ts';

const bucket = (properties: Record<string, unknown>): Resource => ({
  logicalId: 'Uploads',
  type: 'AWS::S3::Bucket',
  stackName: 'Stack',
  ref: 'uploads',
  properties,
  attribute: () => '',
});
const lifecycle = (rule: Record<string, unknown>) =>
  bucket({ LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ...rule }] } });

test('the properties of the bucket of uploads let the local cloud start', () => {
  const known = bucket({
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
      ],
    },
    PublicAccessBlockConfiguration: { BlockPublicAcls: true },
    VersioningConfiguration: { Status: 'Enabled' },
    Tags: [],
    ReplicationConfiguration: { Role: 'arn', Rules: [] },
  });
  expect(() => requireKnownProperties(known)).not.toThrow();
});

test.each([
  'ObjectLockConfiguration',
  'WebsiteConfiguration',
  'LoggingConfiguration',
  'SomethingNew',
])('the property %s of a bucket stops the start and is named', (name) => {
  expect(() => requireKnownProperties(bucket({ [name]: {} }))).toThrow(
    `Uploads (AWS::S3::Bucket) has ${name}, which the local cloud does not implement.`,
  );
});

test('a bucket that encrypts with a key of KMS stops the start', () => {
  const rules = [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }];
  const kms = bucket({ BucketEncryption: { ServerSideEncryptionConfiguration: rules } });
  expect(() => requireKnownProperties(kms)).toThrow('encrypts with aws:kms');
});

test('a lifecycle rule is read with its days, and a disabled one is left out', () => {
  const rule = {
    Prefix: 'site/',
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
    ExpirationInDays: '90',
    ExpiredObjectDeleteMarker: true,
    NoncurrentVersionExpiration: { NoncurrentDays: 30, NewerNoncurrentVersions: 2 },
    Transitions: [{ StorageClass: 'STANDARD_IA', TransitionInDays: 30 }],
  };
  expect(readLifecycle(lifecycle(rule))).toEqual([
    {
      prefix: 'site/',
      abortUploadsAfterDays: 7,
      expireAfterDays: 90,
      removesExpiredDeleteMarkers: true,
      expireNoncurrentAfterDays: 30,
      keptNoncurrentVersions: 2,
      transitions: [{ afterDays: 30, storageClass: 'STANDARD_IA' }],
    },
  ]);
  expect(readLifecycle(lifecycle({ ...rule, Status: 'Disabled' }))).toEqual([]);
});

test.each([
  [{ TagFilters: [] }, 'LifecycleConfiguration.Rules.TagFilters'],
  [{ ExpirationDate: '2027-01-01' }, 'LifecycleConfiguration.Rules.ExpirationDate'],
  [
    { Transitions: [{ StorageClass: 'GLACIER', TransitionDate: '2027-01-01' }] },
    'LifecycleConfiguration.Rules.Transitions.TransitionDate',
  ],
])('a lifecycle rule with %j stops the start', (rule, path) => {
  expect(() => readLifecycle(lifecycle(rule))).toThrow(`has ${path}`);
});

test('a bucket without ownership controls belongs to its owner, as every new bucket of S3', () => {
  expect(readOwnership({})).toBe('BucketOwnerEnforced');
  const Rules = [{ ObjectOwnership: 'BucketOwnerPreferred' }];
  expect(readOwnership({ OwnershipControls: { Rules } })).toBe('BucketOwnerPreferred');
});
