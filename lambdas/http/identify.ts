// Who calls: from what the authorizer of the API verified.
import { operatorOf, type Principal } from '../domain/access.ts';
import { type Claims, type IdentityRules, principalOf } from '../domain/identity.ts';
import { callerIn } from './caller-context.ts';
import { claimsOf } from './token-claims.ts';

/** What API Gateway adds to a request behind its JWT authorizer, or behind a Lambda authorizer. */
export interface Authorizer {
  readonly jwt?: { readonly claims: Claims } | undefined;
  readonly lambda?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Whose command invoked the function itself. API Gateway writes nothing under this name, so nothing that is sent to the
   * API can have it; who may invoke the function is for IAM to decide.
   */
  readonly operator?: { readonly name: string } | undefined;
}

/** The `sub` that a log line names; undefined for a refused caller. */
export const subOf = ({ jwt, lambda, operator }: Authorizer): unknown =>
  operator ? operatorOf(operator.name).sub : (jwt?.claims.sub ?? lambda?.sub);

/**
 * The principal of a request.
 * @throws Refusal when the token is not accepted
 * @throws Error for a request that no authorizer saw
 */
export function identify(
  { jwt, lambda, operator }: Authorizer,
  authorization: string | undefined,
  rules: IdentityRules,
  now: Date,
): Principal {
  if (operator) return operatorOf(operator.name);
  if (lambda) return callerIn(lambda, now);
  if (jwt) return principalOf(claimsOf(authorization, jwt.claims), rules);
  throw new Error('The request passed no authorizer.');
}
