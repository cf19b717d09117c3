// Verifies the token of a request, from any accepted issuer, and returns its principal.
import type { Auth } from '../config/auth-config.ts';
import type { Principal } from '../domain/access.ts';
import { principalOf } from '../domain/identity.ts';
import { inNamespace, outsideNamespaces } from '../domain/namespaces.ts';
import type { Now } from '../domain/ports.ts';
import { type TrustedIssuer, verifyToken } from '../tokens/verify-token.ts';

/** The caller of a request, and when the token expires. */
export interface Caller {
  readonly principal: Principal;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/** Everything the use case touches. */
export interface AuthorizeRequestDependencies {
  readonly issuers: readonly TrustedIssuer[];
  /** Programs that act for owners; they are recognised by tokens of the first issuer. */
  readonly services: Auth['services'];
  readonly now: Now;
}

/**
 * Creates the use case; it takes a token.
 * @throws Refusal when the token is not accepted
 * @throws KeysUnavailableError when the issuer's keys cannot be fetched, so that the token cannot be verified
 */
export function authorizeRequest({ issuers, services, now }: AuthorizeRequestDependencies) {
  const names = issuers.flatMap(({ name }) => name ?? []);
  return async (token: string): Promise<Caller> => {
    const { issuer, claims, expiresAt } = await verifyToken(token, issuers, now());
    const { groupsClaim, name } = issuer;
    const principal =
      name === undefined
        ? outsideNamespaces(principalOf(claims, { groupsClaim, services }), names)
        : inNamespace(principalOf(claims, { groupsClaim, services: [] }), name);
    return { principal, expiresAt };
  };
}
