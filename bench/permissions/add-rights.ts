// Gives every role of every cloud one right more, runs story and report as `npm test` does, and looks what the report says.
import type { RolesFile } from '../../local/iam/access-log.ts';
import { spellRight } from '../../local/iam/idle-rights.ts';
import { rightsIn } from '../../local/iam/policy.ts';
import type { RoleChange } from '../../test/rights/change-roles.ts';
import { isIdle, judgeAccounts, nameOf } from '../../test/rights/judge-accounts.ts';
import type { Account } from '../../test/run-directory.ts';
import { idleTest } from './prove.ts';
import { runTests, type TestRunOptions } from './run-tests.ts';

/** What the report said of the rights that were added. */
export interface AddedRights {
  /** As `role: right`. */
  readonly added: readonly string[];
  readonly found: readonly string[];
  /** Rights that it called idle, though they were there before. */
  readonly mistaken: readonly string[];
  /** Whether the test that names them failed. */
  readonly isTold: boolean;
}

/** What roles are given: each an action of others that it has not for any resource. */
const offered = [
  ...['dynamodb:Scan', 'dynamodb:DeleteItem', 'dynamodb:Query', 's3:GetObject', 's3:DeleteObject'],
  ...['s3:AbortMultipartUpload', 's3:ListBucketVersions', 'sqs:SendMessage', 'ssm:GetParameter'],
];

/** Adds and reports. */
export async function addRights(
  accounts: readonly Account[],
  { directory, assemblies }: Pick<TestRunOptions, 'directory' | 'assemblies'>,
): Promise<AddedRights> {
  const clouds = new Map(accounts.map(({ cloud, roles }) => [cloud, additionsTo(roles)]));
  const changes = Object.fromEntries(
    [...clouds].map(([cloud, additions]) => [cloud, additions.map(({ change }) => change)]),
  );
  const parameters = ['--project', 'story', '--project', 'rights'];
  const run = await runTests({ directory, assemblies, parameters, changes });
  const idle = new Set(
    (await judgeAccounts(run.accounts))
      .filter(isIdle)
      .map(({ role, right }) => `${role}: ${right}`),
  );
  const added = [...new Set([...clouds.values()].flat().map(({ words }) => words))];
  return {
    added,
    found: added.filter((each) => idle.has(each)),
    mistaken: [...idle].filter((each) => !added.includes(each)),
    isTold: run.failed.includes(idleTest),
  };
}

const additionsTo = ({ enforced }: RolesFile): { words: string; change: RoleChange }[] =>
  Object.values(enforced).map(({ logicalId, policies }) => {
    const own = new Set(rightsIn(policies).map(({ action }) => action));
    const foreign = offered.filter((action) => !own.has(action));
    const name = nameOf(logicalId);
    const action = foreign[name.length % foreign.length] ?? '';
    const words = `${name}: ${spellRight({ action, resource: '*' })}`;
    return { words, change: { kind: 'plus', role: logicalId, action } };
  });
