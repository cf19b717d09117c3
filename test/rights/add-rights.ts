// Gives every role of every cloud one right more, runs story and report as `npm test` does, and looks what the report says.
import type { RolesFile } from '../../local/iam/access-log.ts';
import { spellRight } from '../../local/iam/idle-rights.ts';
import { rightsIn } from '../../local/iam/policy.ts';
import type { Account } from '../run-directory.ts';
import type { RoleChange } from './change-roles.ts';
import { isIdle, judgeAccounts, nameOf } from './judge-accounts.ts';
import { idleTest } from './prove-removal.ts';
import { runTests, type TestRunOptions } from './run-tests.ts';

/** What the report said of the rights that were added. */
export interface AddedRights {
  /** As `role: right`. */
  readonly added: readonly string[];
  readonly found: readonly string[];
  /** Rights that it called idle, though they were there before. */
  readonly mistaken: readonly string[];
  /** Whether the test that names them failed. */
  readonly isReported: boolean;
}

/** What roles are given: each an action of others that it has not for any resource. */
const offered = [
  ...['dynamodb:Scan', 'dynamodb:DeleteItem', 'dynamodb:Query', 's3:GetObject', 's3:DeleteObject'],
  ...['s3:AbortMultipartUpload', 's3:ListBucketVersions', 'sqs:SendMessage', 'ssm:GetParameter'],
];

/** Where to run what. */
export interface AddOptions extends Pick<TestRunOptions, 'directory' | 'assemblies'> {
  /** The story files to run; none means all. */
  readonly files: readonly string[];
}

/** Adds and reports; `accounts` are those of the same files without additions. */
export async function addRights(
  accounts: readonly Account[],
  { directory, assemblies, files }: AddOptions,
): Promise<AddedRights> {
  const clouds = new Map(accounts.map(({ cloud, roles }) => [cloud, additionsTo(roles)]));
  const changes = Object.fromEntries(
    [...clouds].map(([cloud, additions]) => [cloud, additions.map(({ change }) => change)]),
  );
  const report = files.length > 0 ? ['test/rights/rights.test.ts'] : [];
  const parameters = ['--project', 'story', '--project', 'rights', ...files, ...report];
  const run = await runTests({ directory, assemblies, parameters, changes });
  const idleBefore = await idleIn(accounts);
  const idle = await idleIn(run.accounts);
  const added = [...new Set([...clouds.values()].flat().map(({ words }) => words))];
  return {
    added,
    found: added.filter((each) => idle.has(each)),
    mistaken: [...idle].filter((each) => !added.includes(each) && !idleBefore.has(each)),
    isReported: run.failed.includes(idleTest),
  };
}

/** Rights that nothing needed, as `role: right`. */
const idleIn = async (accounts: readonly Account[]): Promise<ReadonlySet<string>> => {
  const idle = (await judgeAccounts(accounts)).filter(isIdle);
  return new Set(idle.map(({ role, right }) => `${role}: ${right}`));
};

const additionsTo = ({ enforced }: RolesFile): { words: string; change: RoleChange }[] =>
  Object.values(enforced).map(({ logicalId, policies }) => {
    const own = new Set(rightsIn(policies).map(({ action }) => action));
    const foreign = offered.filter((action) => !own.has(action));
    const name = nameOf(logicalId);
    const action = foreign[name.length % foreign.length] ?? '';
    const words = `${name}: ${spellRight({ action, resource: '*' })}`;
    return { words, change: { kind: 'plus', role: logicalId, action } };
  });
