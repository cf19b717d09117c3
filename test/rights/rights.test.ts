// Comes after the story and the page: holds what each role allows against what all their tests did under it.
import { beforeAll, expect, inject, it } from 'vitest';
import {
  findNeed,
  type JudgedRight,
  judgeRights,
  spellRight,
} from '../../local/iam/idle-rights.ts';
import { rightsIn, toStatement } from '../../local/iam/policy.ts';
import { type Account, readAccounts } from '../run-directory.ts';

let accounts: Account[];
beforeAll(async () => {
  accounts = await readAccounts(inject('runDirectory'));
  if (accounts.length === 0)
    throw new Error('No cloud has run: run this project together with the project story.');
});

/** The rights that no cloud needed, as `function: right`. */
async function idleRights(all: readonly Account[]): Promise<string[]> {
  const judged = await Promise.all(
    all.map(({ roles, observations }) => judgeRights(roles, observations)),
  );
  const spell = ({ label, right }: JudgedRight) => `${label}: ${spellRight(right)}`;
  const needed = new Set(
    judged
      .flat()
      .filter(({ need }) => need)
      .map(spell),
  );
  return [...new Set(judged.flat().map(spell))].filter((right) => !needed.has(right));
}

it('every right of every role was needed by something that a test did', async () => {
  expect(await idleRights(accounts)).toEqual([]);
});

it('nothing that a test did was refused to a role', () => {
  const refused = accounts
    .flatMap(({ observations }) => observations)
    .filter(({ allowed, isDisclosure }) => !allowed && !isDisclosure)
    .map(({ label, action, resource, remedy }) => `${label}: ${action} on ${resource}; ${remedy}`);
  expect(refused).toEqual([]);
});

it('any right that a role is given beyond its own is found idle', async () => {
  const [account] = accounts;
  const everyRight = rightsIn(Object.values(account?.roles ?? {}).flatMap((role) => role.policies));
  const { roles = {}, observations = [] } = account ?? {};
  const given = Object.entries(roles).flatMap(([name, role]) => {
    const own = new Set(rightsIn(role.policies).map(({ action, resource }) => action + resource));
    const foreign = new Map(everyRight.map((right) => [right.action + right.resource, right]));
    return [...foreign]
      .filter(([key]) => !own.has(key))
      .map(([, right]) => ({ name, role, right }));
  });
  expect(given.length).toBeGreaterThan(100);
  for (const { name, role, right } of given) {
    const policies = [...role.policies, { Statement: toStatement(right) }];
    const done = observations.filter(({ principal }) => principal === name);
    const need = await findNeed(right, policies, done);
    expect(need, `${role.label}: ${spellRight(right)}`).toBeUndefined();
  }
});
