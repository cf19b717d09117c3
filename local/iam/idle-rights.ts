// Finds unused rights of roles: compares the policies of a cloud's roles with their requests.
import { isDeepStrictEqual } from 'node:util';
import { account } from '../addresses.ts';
import type { EnforcedRole, RolesFile } from './access-log.ts';
import type { Observation } from './authority.ts';
import { type PolicyDocument, policyOf, type Right, rightsIn, statementsOf } from './policy.ts';
import { simulate } from './simulate.ts';

/** A right of a role, and the first request that needs it. */
export interface JudgedRight {
  readonly role: EnforcedRole;
  readonly right: Right;
  /** Its place among all rights of the role. */
  readonly index: number;
  /** A request that was allowed and is not without the right; undefined for an idle right. */
  readonly need: Observation | undefined;
}

/** Judges every right of every role: removes each in turn, and decides the role's requests again. */
export async function judgeRights(
  { enforced }: RolesFile,
  observations: readonly Observation[],
): Promise<JudgedRight[]> {
  const judged: JudgedRight[] = [];
  for (const [name, role] of Object.entries(enforced)) {
    const done = observations.filter(({ principal }) => principal === name);
    for (const [index, right] of rightsIn(role.policies).entries()) {
      judged.push({ role, right, index, need: await findNeed(right, role.policies, done) });
    }
  }
  return judged;
}

/** The first allowed request of a role that its policies without the right do not allow. */
export async function findNeed(
  right: Right,
  policies: readonly PolicyDocument[],
  done: readonly Observation[],
): Promise<Observation | undefined> {
  const denials = statementsOf(policies).filter(({ Effect }) => Effect === 'Deny');
  const others = rightsIn(policies).filter((each) => !isDeepStrictEqual(each, right));
  const rest = policyOf(others, denials);
  for (const observation of done) {
    const { principal, action, resource, context, allowed } = observation;
    // Requests of other actions have the same decision with or without this right.
    const isSame =
      right.action.includes('*') || action.toLowerCase() === right.action.toLowerCase();
    if (!allowed || !isSame) continue;
    const caller = `arn:aws:sts::${account}:assumed-role/${principal}/again`;
    const again = { principal: caller, policies: [rest], action, resource, context };
    if ((await simulate(again)) !== 'allowed') return observation;
  }
  return undefined;
}

/** A right in words that are the same in every cloud: without the random ends of physical names. */
export const spellRight = ({ action, resource, condition }: Right): string =>
  `${action} on ${withoutIds(resource)}${condition ? ` if ${JSON.stringify(condition)}` : ''}`;

/** The name of a resource without its random end. */
export const withoutIds = (resource: string): string =>
  resource
    .replace(/^arn:aws:[\w-]+:[\w-]*:\d*:/, '')
    .replace(/(?<=distribution\/)E[0-9A-F]{13}$/, '*')
    .replace(/(?<=userpool\/)[\w-]{1,20}_\w{9}$/, '*')
    .replace(/([0-9A-Fa-f]{8})?-[0-9a-f]{8}(?=$|[/:])/, '');
