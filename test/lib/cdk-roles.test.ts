// The roles that are not hand-written: those of the CDK's functions, which work during a deployment only.
import { expect, it } from 'vitest';
import shippedConfig from '../../airlock.config.ts';
import { spellRight } from '../../local/iam/idle-rights.ts';
import { rightsIn } from '../../local/iam/policy.ts';
import { everyOption, withClamd } from './configs.ts';
import { rolesOf } from './roles-of.ts';

const on = (resource: string, ...actions: string[]) =>
  actions.map((action) => `${action} on ${resource}`);
const ownLog = on('*', 'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents');

const read = ['s3:GetBucket*', 's3:GetObject*', 's3:List*'];
const assets = 'cdk-hnb659fds-assets-000000000000-us-east-1';
const site = 'airlock-static-staticbucket';
const write = [
  ...['s3:Abort*', 's3:DeleteObject*', 's3:PutObject', 's3:PutObjectLegalHold'],
  ...['s3:PutObjectRetention', 's3:PutObjectTagging', 's3:PutObjectVersionTagging'],
];
const copier = [
  ...[assets, `${assets}/*`].flatMap((resource) => on(resource, ...read)),
  ...[site, `${site}/*`].flatMap((resource) => on(resource, ...read, ...write)),
  ...ownLog,
].toSorted();

it.each([
  ['as shipped', shippedConfig],
  ['with a clamd', withClamd],
  ['with every option of the site and GuardDuty', everyOption],
])(
  '%s, the CDK’s own functions may reach the static bucket and the deployed assets, and do nothing else',
  async (_what, config) => {
    const roles = await rolesOf(config);
    const rights = roles
      .filter(({ logicalId }) => logicalId.startsWith('Custom'))
      .map(({ logicalId, policies }) => [
        logicalId.replace(/8693BB64.*/, ''),
        rightsIn(policies).map(spellRight).toSorted(),
      ]);
    expect(rights).toEqual([
      ['CustomS3AutoDeleteObjectsCustomResourceProviderRole3B1BD092', ownLog],
      ['CustomCDKBucketDeployment', copier],
      ['CustomCDKBucketDeployment', copier],
    ]);
  },
);
