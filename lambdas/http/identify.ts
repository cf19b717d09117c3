// Identifies the caller by the claims that the API's authorizer verified.
import { operatorOf, type Principal } from '../domain/access.ts';
import { type Claims, type IdentityRules, principalOf } from '../domain/identity.ts';
import { callerIn } from './caller-context.ts';
import { claimsOf } from './token-claims.ts';

/** What API Gateway adds to a request behind its JWT authorizer, or behind a Lambda authorizer. */
export interface Authorizer {
  readonly jwt?: { readonly claims: Claims } | undefined;
  readonly lambda?: Readonly<Record<string, unknown>> | undefined;
  /**
   * The operator whose command invoked the function directly. API Gateway writes nothing under this name, so that no request to
   * the API can have it; IAM decides who may invoke the function.
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
