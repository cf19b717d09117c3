// What an operator can choose beside the defaults: storage classes, copies, web ACLs, concurrency and a budget.
import type { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { beforeAll, describe, expect, it } from 'vitest';
import { defineConfig } from '../../lambdas/config/config.ts';
import { images } from '../../lambdas/config/presets.ts';
import { validateConfig } from '../../lib/validate-config.ts';
import { notRunHere } from '../../local/not-run-here.ts';
import { refuseUnknownResources } from '../../local/template/resource-types.ts';
import { embed, emptyStack } from './embed.ts';
import { only, synthesize } from './synthesize.ts';

const webAclArn =
  'arn:aws:wafv2:us-east-1:111122223333:global/webacl/files/1234abcd-12ab-34cd-56ef-1234567890ab';
const notes = { types: ['text/plain'], maxBytes: 1_000_000 };

const chosen = defineConfig({
  collections: {
    notes,
    photos: images({ storage: { class: 'intelligent-tiering', afterDays: 0 } }),
    scans: { ...notes, storage: { class: 'standard-ia', afterDays: 30 } },
    films: { ...notes, storage: { class: 'glacier-instant-retrieval', afterDays: 90 } },
  },
  mediaWebAclArn: webAclArn,
  replication: { bucketArn: 'arn:aws:s3:::files-copy' },
  operations: {
    alarmEmails: ['ops@example.com'],
    reservedConcurrency: { 'issue-upload': 5 },
    budget: { usdPerMonth: 99.5 },
  },
  site: { webAclArn },
});

let media: Template;
let site: Template;
let plain: Template;
beforeAll(async () => {
  ({ media, site } = await synthesize(validateConfig(chosen, 'airlock.config.ts')));
  ({ media: plain } = await synthesize());
});

describe('without a choice, nothing is created', () => {
  it('a shipped configuration has no budget, no reserved concurrency, no copy and no web ACL', () => {
    expect(plain.findResources('AWS::Budgets::Budget')).toEqual({});
    const text = JSON.stringify(plain.toJSON());
    for (const property of [
      'ReservedConcurrentExecutions',
      'ReplicationConfiguration',
      'WebACLId',
      'Transitions',
    ]) {
      expect(text, property).not.toContain(property);
    }
  });

  it('storage classes, concurrency and web ACLs need no resource; copies need a role and its policy, a budget itself', () => {
    const count = (template: Template) => Object.keys(template.toJSON().Resources).length;
    const without = { ...chosen, operations: { ...chosen.operations, reservedConcurrency: {} } };
    const { replication: _none, mediaWebAclArn: _neither, ...fewer } = without;
    const { budget: _nor, ...operations } = fewer.operations;
    return synthesize({ ...fewer, operations }).then(({ media: least }) => {
      expect(count(media) - count(least)).toBe(3);
    });
  });
});

describe('storage', () => {
  it('the objects of a collection change their storage class by the beginning of their keys', () => {
    const { LifecycleConfiguration } = only(media, 'AWS::S3::Bucket', 'MediaBucket');
    const [, ...rules] = LifecycleConfiguration.Rules;
    expect(rules).toEqual(
      [
        ['photos', 'INTELLIGENT_TIERING', 0],
        ['scans', 'STANDARD_IA', 30],
        ['films', 'GLACIER_IR', 90],
      ].map(([name, StorageClass, TransitionInDays]) => ({
        Id: `Storage-${name}`,
        Prefix: `media/${name}/`,
        Status: 'Enabled',
        Transitions: [{ StorageClass, TransitionInDays }],
      })),
    );
  });
});

describe('replication', () => {
  it('S3 copies every version and no delete marker, under a role that can read and write nothing else', () => {
    const { ReplicationConfiguration, VersioningConfiguration } = only(
      media,
      'AWS::S3::Bucket',
      'MediaBucket',
    );
    expect(VersioningConfiguration).toEqual({ Status: 'Enabled' });
    expect(ReplicationConfiguration).toEqual({
      Role: { 'Fn::GetAtt': [expect.stringMatching(/^MediaBucketReplicationRole/), 'Arn'] },
      Rules: [
        {
          Id: 'Copies',
          Status: 'Enabled',
          Priority: 1,
          Filter: { Prefix: '' },
          DeleteMarkerReplication: { Status: 'Disabled' },
          Destination: { Bucket: 'arn:aws:s3:::files-copy' },
        },
      ],
    });
    const { PolicyDocument } = only(media, 'AWS::IAM::Policy', 'MediaBucketReplicationRole');
    const bucket = { 'Fn::GetAtt': [expect.stringMatching(/^MediaBucket/), 'Arn'] };
    const below = (prefix: string) => ({ 'Fn::Join': ['', [bucket, `/${prefix}*`]] });
    expect(PolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['s3:GetReplicationConfiguration', 's3:ListBucket'],
        Resource: bucket,
      },
      {
        Effect: 'Allow',
        Action: [
          's3:GetObjectVersionAcl',
          's3:GetObjectVersionForReplication',
          's3:GetObjectVersionTagging',
        ],
        Resource: [below('media/'), below('variants/')],
      },
      {
        Effect: 'Allow',
        Action: ['s3:ReplicateObject', 's3:ReplicateTags'],
        Resource: 'arn:aws:s3:::files-copy/*',
      },
    ]);
  });

  it('uploads under a key of KMS are not replicated, and the synth says so', () => {
    const stack = emptyStack();
    const props = { replication: { bucketArn: 'arn:aws:s3:::files-copy' } };
    expect(() => embed(stack, { ...props, encryptionKey: new Key(stack, 'Key') })).toThrow(
      'encryptionKey stands beside replication',
    );
  });
});

it('the local cloud follows storage classes and concurrency, and lists what it does not run', () => {
  const stacks = Object.entries({ site, media }).map(([name, template]) => ({
    name,
    template: template.toJSON(),
  }));
  expect(notRunHere({ stacks })).toEqual([
    expect.stringMatching(/^the web ACL of a distribution \(Site/),
    expect.stringMatching(/^the copies of a bucket \(MediaBucket/),
    expect.stringMatching(/^the web ACL of a distribution \(MediaCdn/),
    expect.stringMatching(/^a budget \(Operations/),
  ]);
  expect(() => refuseUnknownResources({ stacks, assets: new Map() })).not.toThrow();
});

it('a web ACL stands in front of the distribution of the site and of that of media', () => {
  for (const template of [site, media]) {
    const { DistributionConfig } = only(template, 'AWS::CloudFront::Distribution');
    expect(DistributionConfig.WebACLId).toBe(webAclArn);
  }
});

it('concurrency is reserved for the functions that are named, and for no other', () => {
  const reserved = Object.entries(media.findResources('AWS::Lambda::Function')).flatMap(
    ([id, { Properties }]) =>
      Properties.ReservedConcurrentExecutions === undefined
        ? []
        : [[id.replace(/Function[0-9A-F]{8}$/, ''), Properties.ReservedConcurrentExecutions]],
  );
  expect(reserved).toEqual([['IssueUpload', 5]]);
});

it('a budget mails to the addresses of alarms unless it has its own', () => {
  const { Budget, NotificationsWithSubscribers } = only(media, 'AWS::Budgets::Budget');
  expect(Budget).toEqual({
    BudgetType: 'COST',
    TimeUnit: 'MONTHLY',
    BudgetLimit: { Amount: 99.5, Unit: 'USD' },
  });
  const Subscribers = [{ SubscriptionType: 'EMAIL', Address: 'ops@example.com' }];
  const at = (NotificationType: string, Threshold: number) => ({
    Notification: {
      NotificationType,
      Threshold,
      ComparisonOperator: 'GREATER_THAN',
      ThresholdType: 'PERCENTAGE',
    },
    Subscribers,
  });
  expect(NotificationsWithSubscribers).toEqual([at('ACTUAL', 80), at('FORECASTED', 100)]);
});

describe('a choice that is wrong is answered by its field and what was expected', () => {
  const stored = (storage: object, more: object = {}) => ({
    collections: { notes: { ...notes, ...more, storage } },
  });
  const reserved = (reservedConcurrency: object) => ({ operations: { reservedConcurrency } });
  const budget = (fields: object) => ({ operations: { budget: fields } });
  it.each<[line: string, wrong: object]>([
    [
      "collections.notes.storage.class is \"glacier\"; expected 'intelligent-tiering' or 'standard-ia' or 'glacier-instant-retrieval'",
      stored({ class: 'glacier', afterDays: 30 }),
    ],
    [
      "collections.notes.storage.afterDays is 7; expected at least 30 with 'standard-ia'",
      stored({ class: 'standard-ia', afterDays: 7 }),
    ],
    [
      'collections.notes.storage.afterDays is 60, and retainDays deletes a file after 60',
      stored({ class: 'standard-ia', afterDays: 60 }, { retainDays: 60 }),
    ],
    [
      'collections.notes.storage.afterDays is missing; expected days',
      stored({ class: 'intelligent-tiering' }),
    ],
    [
      'replication.bucketArn is "files-copy"; expected the ARN of a versioned bucket',
      { replication: { bucketArn: 'files-copy' } },
    ],
    [
      'mediaWebAclArn is "arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/a/b"; expected the ARN of a web ACL with the scope CLOUDFRONT',
      { mediaWebAclArn: 'arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/a/b' },
    ],
    ['site.webAclArn is "waf"; expected the ARN of a web ACL', { site: { webAclArn: 'waf' } }],
    [
      'operations.reservedConcurrency.upload is "upload"; expected one of the functions issue-upload, ',
      reserved({ upload: 1 }),
    ],
    [
      'operations.reservedConcurrency.get-file is 0; expected concurrent runs, a whole number from 1',
      reserved({ 'get-file': 0 }),
    ],
    [
      'operations.reservedConcurrency.receive-upload is 5, less than operations.queueConcurrency, which is 20',
      reserved({ 'receive-upload': 5 }),
    ],
    [
      'operations.reservedConcurrency.make-variants is 20, and there is no such function without variants in a collection',
      reserved({ 'make-variants': 20 }),
    ],
    [
      'operations.reservedConcurrency.find-principals is 5, and there is no such function without auth.directory',
      reserved({ 'find-principals': 5 }),
    ],
    [
      'operations.reservedConcurrency.scan-upload is 20, and there is no such function without a scanner that needs it',
      reserved({ 'scan-upload': 20 }),
    ],
    [
      'operations.budget.usdPerMonth is 0; expected US dollars a month',
      budget({ usdPerMonth: 0, emails: ['ops@example.com'] }),
    ],
    [
      'operations.budget.emails is []; expected a list of at least 1 of email addresses',
      budget({ usdPerMonth: 50 }),
    ],
    [
      'operations.budget.emails has more than 10 addresses',
      budget({
        usdPerMonth: 50,
        emails: Array.from({ length: 11 }, (_, index) => `ops-${index}@example.com`),
      }),
    ],
  ])('%s', (line, wrong) => {
    const config = defineConfig({ collections: { notes }, ...wrong });
    expect(() => validateConfig(config, 'airlock.config.ts')).toThrow(
      `fields that are wrong: 1\n  ${line}`,
    );
  });
});
