// Whoever has files in a stack can deploy this version over the last release: nothing that holds them is replaced.
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import shippedConfig from '../../airlock.config.ts';
import { type ResourceType, readSpecification } from '../../doctor/specification.ts';
import { type KeptResources, keptResources, lossesBy } from '../../doctor/upgrade.ts';
import { everyOption, withClamd } from '../lib/configs.ts';
import {
  asStacks,
  changed,
  logicalIdOf,
  type ShippedStacks,
  shippedStacks,
} from './shipped-stacks.ts';

const releases = join(import.meta.dirname, '../lib/releases');

let specification: ReadonlyMap<string, ResourceType>;
let shipped: ShippedStacks;
let current: KeptResources;
beforeAll(async () => {
  [specification, shipped] = await Promise.all([readSpecification(), shippedStacks()]);
  current = keptResources(asStacks(shipped), specification);
});

/** The version of the nearest tag, if there is one; a copy without history has the records alone. */
const taggedVersion = (): Promise<string | undefined> =>
  promisify(execFile)('git', ['describe', '--tags', '--abbrev=0', '--match', 'v*'], {
    cwd: releases,
  }).then(
    ({ stdout }) => stdout.trim().slice('v'.length),
    () => undefined,
  );

const byVersion = new Intl.Collator('en', { numeric: true }).compare;

async function lastRelease(): Promise<{ version: string; resources: KeptResources }> {
  const recorded = (await readdir(releases)).map((name) => name.replace(/\.json$/, ''));
  const version = (await taggedVersion()) ?? recorded.sort(byVersion).at(-1) ?? '';
  const text = await readFile(join(releases, `${version}.json`), 'utf8');
  return { version, resources: JSON.parse(text) };
}

it('an upgrade from the last release replaces and removes nothing that holds data or is known by address', async () => {
  const { version, resources } = await lastRelease();
  expect(
    lossesBy(resources, current),
    `People who run ${version} would lose this; see "Cut a release" in README.md.`,
  ).toEqual([]);
});

it.each([
  ['a clamd', withClamd],
  ['GuardDuty, downloads through the CDN and every option of the site', everyOption],
])('switching on %s replaces and removes nothing that holds data', async (_what, config) => {
  const collections = { ...shippedConfig.collections, ...config.collections };
  const { directory } = shippedConfig.auth;
  const auth = { ...config.auth, ...(directory && { directory }) };
  const stacks = await shippedStacks({ ...config, collections, auth });
  const switched = keptResources(asStacks(stacks), specification);
  expect(lossesBy(current, switched)).toEqual([]);
});

it('the record of the last release names what holds data: buckets, table, user pool, queues and logs', async () => {
  const { resources } = await lastRelease();
  const types = new Set(Object.values(resources).map(({ type }) => type));
  expect([...types]).toEqual(
    expect.arrayContaining([
      'AWS::S3::Bucket',
      'AWS::DynamoDB::GlobalTable',
      'AWS::Cognito::UserPool',
      'AWS::Cognito::UserPoolGroup',
      'AWS::SQS::Queue',
      'AWS::Logs::LogGroup',
    ]),
  );
});

describe('an upgrade is refused that', () => {
  const table = 'Properties/AttributeDefinitions';
  it.each<[what: string, resource: string, property: string, value: unknown]>([
    ['turns a table into another kind', 'Files', 'Type', 'AWS::DynamoDB::Table'],
    ['names the table', 'Files', 'Properties/TableName', 'files'],
    ['sorts the table otherwise', 'Files', 'Properties/KeySchema/1/AttributeName', 'rank'],
    ['edits an attribute of the table', 'Files', `${table}/0/AttributeType`, 'B'],
    ['names a bucket', 'MediaBucket', 'Properties/BucketName', 'files'],
    ['locks the objects of a bucket', 'MediaBucket', 'Properties/ObjectLockEnabled', true],
    ['names a queue', 'UploadsDeadLetters', 'Properties/QueueName', 'dead-letters'],
    ['puts a queue in order', 'UploadsQueue', 'Properties/FifoQueue', true],
    ['names a log group', 'GetFileLogs', 'Properties/LogGroupName', '/airlock/get-file'],
    ['lets people sign in otherwise', 'UsersUserPool', 'Properties/UsernameAttributes', []],
    ['adds a name to sign in by', 'UsersUserPool', 'Properties/AliasAttributes', ['email']],
    ['minds the case of names', 'UsersUserPool', 'Properties/UsernameConfiguration', undefined],
    ['demands less of a person', 'UsersUserPool', 'Properties/Schema/0/Required', false],
    ['renames a group of people', 'UsersGroupstaff', 'Properties/GroupName', 'crew'],
    ['moves the sign-in page', 'UsersUserPoolDomain', 'Properties/Domain', 'sign-in'],
    ['speaks another protocol', 'FilesApi', 'Properties/ProtocolType', 'WEBSOCKET'],
  ])('%s', (_what, resource, property, value) => {
    const upgrade = changed(shipped, resource, property, value);
    const losses = lossesBy(current, keptResources(asStacks(upgrade), specification));
    expect(losses).toEqual([expect.stringContaining(`/${logicalIdOf(shipped, resource)} `)]);
  });

  it.each(['Files', 'MediaBucket', 'UsersUserPool', 'MediaCdnDistribution'])(
    'an upgrade that removes or renames %s is refused',
    (resource) => {
      const id = logicalIdOf(shipped, resource);
      const upgrade = Object.fromEntries(
        Object.entries(current).filter(([name]) => !name.endsWith(`/${id}`)),
      );
      expect(lossesBy(current, upgrade)).toEqual([
        `Airlock-Media/${id} (${current[`Airlock-Media/${id}`]?.type}) is gone`,
      ]);
    },
  );
});

it.each<[what: string, resource: string, property: string, value: unknown]>([
  ['another lifecycle', 'MediaBucket', 'Properties/LifecycleConfiguration', undefined],
  ['a longer wait', 'UploadsQueue', 'Properties/VisibilityTimeout', 600],
  [
    'another attribute',
    'Files',
    'Properties/AttributeDefinitions',
    (old: readonly unknown[]) => [...old, { AttributeName: 'hash', AttributeType: 'S' }],
  ],
  [
    'an attribute less',
    'Files',
    'Properties/AttributeDefinitions',
    (old: readonly unknown[]) => old.slice(0, -1),
  ],
])('an upgrade with %s goes through', (_what, resource, property, value) => {
  const upgrade = changed(shipped, resource, property, value);
  expect(lossesBy(current, keptResources(asStacks(upgrade), specification))).toEqual([]);
});
