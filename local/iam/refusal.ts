// The messages of a refusal: for the caller in AWS's words, for the developer with the statement that is missing.
import type { Access } from './access.ts';
import { type PolicyDocument, rightsIn, statementsOf, toStatement } from './policy.ts';
import type { Principal } from './settings.ts';
import type { Verdict } from './simulate.ts';

/** The reason in AWS's words (IAM user guide, "Troubleshoot access denied error messages"). */
export function messageOf(
  principal: Exclude<Principal, { kind: 'administrator' }>,
  { action, resource }: Access,
  verdict: Exclude<Verdict, 'allowed'>,
): string {
  const user = principal.kind === 'session' ? principal.arn : principal.service;
  // S3 alone puts the resource between quotation marks.
  const named = action.startsWith('s3:') ? `"${resource}"` : resource;
  const type = principal.kind === 'session' ? 'identity-based' : 'resource-based';
  const reason = {
    'not allowed': `because no ${type} policy allows the ${action} action`,
    'denied by identity': 'with an explicit deny in an identity-based policy',
    'denied by resource': 'with an explicit deny in a resource-based policy',
  }[verdict];
  return `User: ${user} is not authorized to perform: ${action} on resource: ${named} ${reason}`;
}

/**
 * What to do about it: the statement that is missing, ready to be pasted; or the one that denies. The resource is the
 * narrowest pattern that the role's own policies have for it, else the very resource.
 */
export function remedyFor(
  { action, resource }: Access,
  verdict: Exclude<Verdict, 'allowed'>,
  policies: readonly PolicyDocument[],
): string {
  if (verdict !== 'not allowed') {
    const denying = statementsOf(policies).filter(({ Effect }) => Effect === 'Deny');
    return `denied by one of ${JSON.stringify(denying)}`;
  }
  const rights = rightsIn(policies);
  const conditional = rights.find((right) => right.action === action && right.condition);
  if (conditional)
    return `the condition does not hold of ${JSON.stringify(toStatement(conditional))}`;
  const pattern = rights
    .map((right) => right.resource)
    .filter((each) => each.endsWith('/*') && resource.startsWith(each.slice(0, -1)))
    .toSorted((a, b) => b.length - a.length)[0];
  return `missing: ${JSON.stringify(toStatement({ action, resource: pattern ?? resource }))}`;
}
