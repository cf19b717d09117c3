// The import of kept resources: the template and the resources that CloudFormation gets, from the templates of the shipped
// stacks.
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, expect, it } from 'vitest';
import { importOf } from '../../operate/adopt.ts';
import { embed, emptyStack, templateOf } from '../lib/embed.ts';
import { synthesize } from '../lib/synthesize.ts';

type Definitions = Parameters<typeof importOf>[0];

let media: Template;
beforeAll(async () => {
  ({ media } = await synthesize());
});
const definitions = (): Definitions => media.toJSON().Resources;
const root = 'Airlock-Media/Default';
const all = {
  'media-bucket': 'old-media',
  'public-bucket': 'old-public',
  table: 'old-files',
  'user-pool': 'eu-central-1_old',
};

it('a new stack imports both buckets, the table and the user pool under their new logical ids', () => {
  const { template, resources } = importOf(definitions(), root, all);
  expect(
    resources.map(({ ResourceType, ResourceIdentifier }) => [ResourceType, ResourceIdentifier]),
  ).toEqual([
    ['AWS::S3::Bucket', { BucketName: 'old-media' }],
    ['AWS::S3::Bucket', { BucketName: 'old-public' }],
    ['AWS::DynamoDB::GlobalTable', { TableName: 'old-files' }],
    ['AWS::Cognito::UserPool', { UserPoolId: 'eu-central-1_old' }],
  ]);
  const ids = resources.map(({ LogicalResourceId }) => LogicalResourceId);
  expect(Object.keys(template.Resources)).toEqual(ids);
  for (const id of ids) expect(Object.keys(definitions())).toContain(id);
});

it('an import refers to nothing that it would have to create, and keeps every resource', () => {
  const { template } = importOf(definitions(), root, all);
  const text = JSON.stringify(template);
  expect(text.match(/"(Fn::\w+|Ref)":"?[^"]*"?/g) ?? []).toEqual(['"Ref":"AWS::Region"']);
  for (const resource of Object.values(template.Resources)) {
    expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  }
});

it('the table is imported with its keys and indexes, so that the deployment after it changes no index', () => {
  const { template, resources } = importOf(definitions(), root, { table: 'old-files' });
  const id = resources[0]?.LogicalResourceId ?? '';
  expect((template.Resources[id] as Definitions[string]).Properties).toEqual(
    definitions()[id]?.Properties,
  );
});

it('an import of something that the template does not create is refused', () => {
  expect(() => importOf(definitions(), 'Airlock-Media/Other', all)).toThrow(
    'The template creates nothing that --media-bucket could name; leave the option out.',
  );
  expect(() => importOf(definitions(), root, {})).toThrow(
    'Name what to adopt: --media-bucket, --public-bucket, --table, --user-pool.',
  );
});

it('an Airlock among other constructs imports its own resources', () => {
  const stack = emptyStack();
  stack.node.setContext('aws:cdk:enable-path-metadata', true);
  embed(stack, {}, 'Photos');
  embed(stack, {}, 'Contracts');
  const { Resources } = templateOf(stack).toJSON();
  const adopted = importOf(Resources, 'Shop/Contracts', all).resources;
  expect(adopted).toHaveLength(4);
  for (const { LogicalResourceId } of adopted) expect(LogicalResourceId).toMatch(/^Contracts/);
});

it.each<[option: keyof typeof all, name: string]>([
  ['media-bucket', 'arn:aws:s3:::old-media'],
  ['public-bucket', 'Old_Public'],
  ['table', 'a b'],
  ['table', ''],
  ['table', 'arn:aws:dynamodb:eu-central-1:111122223333:table/old-files'],
  ['user-pool', 'old'],
  ['user-pool', 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_old'],
])('an import by the option %s with the name %j is refused', (option, name) => {
  expect(() => importOf(definitions(), root, { ...all, [option]: name })).toThrow(
    `--${option} is ${JSON.stringify(name)}; expected the name or id of`,
  );
});
