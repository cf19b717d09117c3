// Holds what the roles of all clouds allow against what was done under them: the report on every single right.
import type { EnforcedRole } from '../../local/iam/access-log.ts';
import {
  findNeed,
  type JudgedRight,
  judgeRights,
  spellRight,
} from '../../local/iam/idle-rights.ts';
import { type Right, rightsIn, toStatement } from '../../local/iam/policy.ts';
import type { Account } from '../run-directory.ts';

/** A right as a cloud has it. */
export interface RightInCloud extends JudgedRight {
  readonly cloud: string;
}

/** One right of one role, as all clouds together have it that have the very same role. */
export interface ReportedRight {
  /** The role's logical id without its end: the name of a function, as a rule. */
  readonly role: string;
  /** The clouds that have the role, such as `story-clamd`. */
  readonly clouds: readonly string[];
  readonly right: string;
  /** Idle when in none of these a need was found. */
  readonly inClouds: readonly RightInCloud[];
}

/** Judges every right. A role that differs with the configuration is another role in each, and needs all it has in each. */
export async function judgeAccounts(accounts: readonly Account[]): Promise<ReportedRight[]> {
  const judged = await Promise.all(
    accounts.map(async ({ cloud, roles, observations }) =>
      (await judgeRights(roles, observations)).map((each) => ({ ...each, cloud })),
    ),
  );
  const kinds = Map.groupBy(judged.flat(), ({ role }) => kindOf(role));
  return [...kinds.values()].flatMap((ofKind) => {
    const clouds = [...new Set(ofKind.map(({ cloud }) => cloud))];
    const rights = Map.groupBy(ofKind, ({ right }) => spellRight(right));
    return [...rights].map(([right, inClouds]) => ({
      role: nameOf(ofKind[0]?.role.logicalId ?? ''),
      clouds,
      right,
      inClouds,
    }));
  });
}

export const isIdle = ({ inClouds }: ReportedRight): boolean =>
  inClouds.every(({ need }) => need === undefined);

/** A role's logical id without the hash at its end. */
export const nameOf = (logicalId: string): string => logicalId.replace(/(Role)?[0-9A-F]{8}$/, '');

/**
 * Two roles of one name are of one kind when they allow the same. Being traced makes no other role of it: that adds the
 * same two rights to all of them, and both are needed before anything else is done.
 */
const kindOf = ({ logicalId, policies }: EnforcedRole): string =>
  [nameOf(logicalId), ...rightsIn(policies).map(spellRight).filter(isOfItsOwn).toSorted()].join();

const isOfItsOwn = (right: string): boolean => !right.startsWith('xray:');

/** A right that a role is given beyond its own, and what would have needed it. */
export interface Addition {
  readonly role: string;
  readonly right: string;
  readonly found: boolean;
}

/**
 * Gives every kind of role every right of its cloud that it has not, one at a time, and judges it by what was done in the
 * busiest cloud that has it.
 */
export async function judgeAdditions(accounts: readonly Account[]): Promise<Addition[]> {
  const busiestFirst = accounts.toSorted((a, b) => b.observations.length - a.observations.length);
  const judged = new Set<string>();
  const additions: Addition[] = [];
  for (const { roles, observations } of busiestFirst) {
    const all = Object.entries(roles.enforced);
    const every = distinct(all.flatMap(([, { policies }]) => rightsIn(policies)));
    for (const [name, role] of all.filter(([, each]) => !judged.has(kindOf(each)))) {
      judged.add(kindOf(role));
      const { logicalId, policies } = role;
      const own = new Set(rightsIn(policies).map(keyOf));
      const done = observations.filter(({ principal }) => principal === name);
      for (const right of every.filter((each) => !own.has(keyOf(each)))) {
        const need = await findNeed(right, [...policies, { Statement: toStatement(right) }], done);
        const found = need === undefined;
        additions.push({ role: nameOf(logicalId), right: spellRight(right), found });
      }
    }
  }
  return additions;
}

const keyOf = ({ action, resource }: Right): string => `${action} ${resource}`;

const distinct = (rights: readonly Right[]): Right[] => [
  ...new Map(rights.map((right) => [keyOf(right), right])).values(),
];
