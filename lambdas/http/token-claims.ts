// The claims of the token that API Gateway verified, read from the token itself.
import { Refusal } from '../domain/errors.ts';
import type { Claims } from '../domain/identity.ts';
import { isAccessTokenType } from '../domain/token-type.ts';

/**
 * API Gateway passes the claims that it verified on as text: the list `["Legal staff"]` arrives as `[Legal staff]`, like
 * the list of two groups. The header still holds the token whose signature it verified, and the token's JSON is exact.
 * @throws Refusal `unauthorized` when the header is not that one token, or its type has another use, which API Gateway does
 * not look at
 */
export function claimsOf(authorization: string | undefined, verified: Claims): Claims {
  const { header, claims } = readParts(bearerTokenOf(authorization));
  // The rendering is lossy, but exact for these two claims, which connect the header to the verified token.
  const isVerified =
    claims !== undefined &&
    String(claims.sub) === String(verified.sub) &&
    String(claims.iss) === String(verified.iss);
  if (!isVerified) {
    throw new Refusal(
      'unauthorized',
      'The Authorization header is not one bearer token. Send it once, as "Bearer" and the access token.',
      {},
    );
  }
  if (!isAccessTokenType(header?.typ)) {
    throw new Refusal(
      'unauthorized',
      'The token in the Authorization header is no access token. Send the access token.',
      {},
    );
  }
  return claims;
}

/** The token in an Authorization header. The scheme is optional, as for API Gateway's own authorizer. */
export const bearerTokenOf = (authorization: string | undefined): string =>
  (authorization ?? '').replace(/^bearer +/i, '');

/** Header and payload of a compact JWS (RFC 7515, section 7.1); neither for anything else. */
function readParts(token: string): { readonly header?: Claims; readonly claims?: Claims } {
  const [header, payload, , ...rest] = token.split('.').map(readPart);
  return header && payload && rest.length === 0 ? { header, claims: payload } : {};
}

function readPart(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}
