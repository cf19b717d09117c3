// Who calls: from what the authorizer of the API verified.
import type { Principal } from '../domain/access.ts';
import { type Claims, type IdentityRules, principalOf } from '../domain/identity.ts';
import { callerIn } from './caller-context.ts';
import { claimsOf } from './token-claims.ts';

/** What API Gateway adds to a request behind its JWT authorizer, or behind a Lambda authorizer. */
export interface Authorizer {
  readonly jwt?: { readonly claims: Claims } | undefined;
  readonly lambda?: Readonly<Record<string, unknown>> | undefined;
}

/** The `sub` that a log line names; undefined for a refused caller. */
export const subOf = ({ jwt, lambda }: Authorizer): unknown => jwt?.claims.sub ?? lambda?.sub;

/**
 * The principal of a request.
 * @throws Refusal when the token is not accepted
 * @throws Error for a request that no authorizer saw
 */
export function identify(
  { jwt, lambda }: Authorizer,
  authorization: string | undefined,
  rules: IdentityRules,
  now: Date,
): Principal {
  if (lambda) return callerIn(lambda, now);
  if (jwt) return principalOf(claimsOf(authorization, jwt.claims), rules);
  throw new Error('The request passed no authorizer.');
}
