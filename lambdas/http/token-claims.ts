// The claims of the token that API Gateway verified, read from the token itself.
import { Refusal } from '../domain/errors.ts';
import type { Claims } from '../domain/identity.ts';

/**
 * API Gateway passes the claims that it verified on as text: the list `["Legal staff"]` arrives as `[Legal staff]`, like
 * the list of two groups. The header still holds the token whose signature it verified, and the token's JSON is exact.
 * @throws Refusal `unauthorized` when the header is not that one token
 */
export function claimsOf(authorization: string | undefined, verified: Claims): Claims {
  const token = (authorization ?? '').replace(/^bearer +/i, '');
  const claims = readPayload(token);
  // The rendering is lossy, but these two it renders exactly: they tie the header to what was verified.
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
  return claims;
}

/** The payload of a compact JWS (RFC 7515, section 7.1); undefined for anything else. */
function readPayload(token: string): Claims | undefined {
  const [, payload, , ...rest] = token.split('.');
  if (payload === undefined || rest.length > 0) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? (claims as Claims) : undefined;
  } catch {
    return undefined;
  }
}
