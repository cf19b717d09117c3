// Comes after the story and the page: holds what each role allows against what all their tests did under it.
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import shippedConfig from '../../airlock.config.ts';
import { defineOperations } from '../../lambdas/config/operations-config.ts';
import { spellRight } from '../../local/iam/idle-rights.ts';
import { rightsIn } from '../../local/iam/policy.ts';
import { hasClamd } from '../clamd.ts';
import { everyOption, withClamd, withIssuers } from '../lib/configs.ts';
import { rolesOf } from '../lib/roles-of.ts';
import { type Account, readAccounts } from '../run-directory.ts';
import {
  isIdle,
  judgeAccounts,
  judgeAdditions,
  nameOf,
  type ReportedRight,
} from './judge-accounts.ts';

let accounts: Account[];
let report: ReportedRight[];
beforeAll(async () => {
  accounts = await readAccounts(inject('runDirectory'));
  if (accounts.length === 0)
    throw new Error('No cloud has run: run this project together with the project story.');
  report = await judgeAccounts(accounts);
});

const spell = ({ role, right }: { readonly role: string; readonly right: string }) =>
  `${role}: ${right}`;

/** Without a clamd nothing scans, and what only a scan needs is not to be known. */
const isNotTested = ({ clouds }: ReportedRight) =>
  !hasClamd && clouds.every((cloud) => /-(clamd|guardduty)$/.test(cloud));

afterAll(() => {
  const untested = report.filter((each) => isIdle(each) && isNotTested(each));
  if (untested.length > 0)
    console.error(
      `\n*** NOT REPORTED, for there is no clamd here: whether ${untested.length} rights are idle: ***\n${untested.map(spell).join('\n')}\n`,
    );
});

it('nothing that a test did was refused to a role', () => {
  const refused = accounts
    .flatMap(({ observations }) => observations)
    .filter(({ allowed, isDisclosure }) => !allowed && !isDisclosure)
    .map(({ label, action, resource, remedy }) => `${label}: ${action} on ${resource}; ${remedy}`);
  expect(refused).toEqual([]);
});

it('every right of every role was needed by something that a test did', () => {
  const idle = report.filter((each) => isIdle(each) && !isNotTested(each));
  expect(idle.map(spell)).toEqual([]);
});

it('any right that a role is given beyond its own is found idle', async () => {
  const additions = await judgeAdditions(accounts);
  expect(additions.length).toBeGreaterThan(1000);
  expect(additions.filter(({ found }) => !found).map(spell)).toEqual([]);
});

it('the report has every role except the CDK’s own, whose work the local cloud does itself', () => {
  const out = accounts.flatMap(({ roles }) => roles.notEnforced.map(nameOf));
  expect([...new Set(out)].toSorted()).toEqual([
    'CustomCDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C1024MiBService',
    'CustomS3AutoDeleteObjectsCustomResourceProvider',
  ]);
});

it.each([
  ['the shipped configuration', shippedConfig],
  ['a clamd in a VPC', withClamd],
  ['a function that verifies tokens', withIssuers],
  ['GuardDuty, downloads through the CDN and every option of the site', everyOption],
  ['tracing', { ...shippedConfig, operations: defineOperations({ tracing: true }) }],
])('%s gives no role a right that is not in the report', async (_what, config) => {
  const cdk = new Set(accounts.flatMap(({ roles }) => roles.notEnforced));
  const given = (await rolesOf(config))
    .filter(({ logicalId }) => !cdk.has(logicalId))
    .flatMap(({ logicalId, policies }) =>
      rightsIn(policies).map((right) =>
        spell({ role: nameOf(logicalId), right: spellRight(right) }),
      ),
    );
  const reported = new Set(report.map(spell));
  expect(given.filter((right) => !reported.has(right))).toEqual([]);
});
