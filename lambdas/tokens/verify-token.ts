// Verifies an access token by the rules of its issuer: signature, times, audience, scopes.
import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import type { TokenRules } from '../config/token-rules.ts';
import { Refusal } from '../domain/errors.ts';
import { isAccessTokenType } from '../domain/token-type.ts';
import type { FindKeys } from './key-ports.ts';
import { notSigned, quoted, unauthorized, wrongAlgorithm } from './token-refusals.ts';

/** Longest token that is read, in characters: API Gateway takes 10,240 bytes of headers in all. */
const MAX_TOKEN_LENGTH = 10_240;
/** Seconds that the issuer's clock may differ from ours. */
const CLOCK_TOLERANCE_SECONDS = 30;

/** An issuer whose tokens are accepted. */
export interface TrustedIssuer extends TokenRules {
  readonly issuer: string;
  /** Begins its principals; absent for the first issuer. */
  readonly name?: string | undefined;
  readonly findKeys: FindKeys;
}

/** A verified token. */
export interface VerifiedToken {
  readonly issuer: TrustedIssuer;
  readonly claims: JWTPayload;
  /** Until when it is accepted, the tolerance included, in seconds since 1970. */
  readonly expiresAt: number;
}

/**
 * Verifies a compact JWS (RFC 7519 §7.2).
 * @throws Refusal `unauthorized` for a token that is not valid, `forbidden` for one without any of the scopes
 * @throws KeysUnavailableError when the issuer's keys cannot be fetched
 */
export async function verifyToken(
  token: string,
  issuers: readonly TrustedIssuer[],
  now: Date,
): Promise<VerifiedToken> {
  const { header, named } = readParts(token);
  const issuer = issuers.find((each) => each.issuer === named.iss);
  if (!issuer) throw unauthorized(`Tokens of the issuer ${quoted(named.iss)} are not accepted.`);
  const { alg, kid } = header;
  if (typeof alg !== 'string' || !issuer.algorithms.some((accepted) => accepted === alg))
    throw wrongAlgorithm(alg, issuer.algorithms);
  if (typeof kid !== 'string' || kid === '')
    throw unauthorized('The header of the token names no key (kid).');
  if (!isAccessTokenType(header.typ))
    throw unauthorized(`The token is of type ${quoted(header.typ)}, not an access token.`);
  const keys = await issuer.findKeys({ alg, kid });
  if (keys.length === 0)
    throw unauthorized(`The issuer has no key ${quoted(kid)} for ${alg}. Sign in again.`);
  const claims = await verifyWithAny(token, keys, { issuer, alg, now });
  requireAudience(claims, issuer);
  requireScope(claims, issuer.scopes);
  const expiresAt = Math.min((claims.exp ?? 0) + CLOCK_TOLERANCE_SECONDS, Number.MAX_SAFE_INTEGER);
  return { issuer, claims, expiresAt };
}

/** Nothing of these parts is trusted before the signature is verified; they say only whose key to ask for. */
function readParts(token: string) {
  if (token.length > MAX_TOKEN_LENGTH) throw notSigned();
  try {
    return { header: decodeProtectedHeader(token), named: decodeJwt(token) };
  } catch {
    throw notSigned();
  }
}

async function verifyWithAny(
  token: string,
  keys: Awaited<ReturnType<FindKeys>>,
  { issuer, alg, now }: { issuer: TrustedIssuer; alg: string; now: Date },
): Promise<JWTPayload> {
  for (const key of keys) {
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: [alg],
        issuer: issuer.issuer,
        requiredClaims: ['exp'],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: now,
      });
      requirePast(payload.iat, now);
      return payload;
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw refusalOf(error);
    }
  }
  throw unauthorized('The signature of the token is wrong.');
}

function requirePast(issuedAt: number | undefined, now: Date): void {
  if (issuedAt !== undefined && issuedAt - CLOCK_TOLERANCE_SECONDS > now.getTime() / 1000)
    throw unauthorized('The token was issued in the future (iat).');
}

function refusalOf(error: unknown): unknown {
  if (error instanceof Refusal) return error;
  if (error instanceof errors.JWTExpired)
    return unauthorized('The token has expired. Sign in again, or ask the issuer for a new one.');
  if (error instanceof errors.JWTClaimValidationFailed)
    return unauthorized(
      error.claim === 'nbf'
        ? 'The token is not valid yet (nbf).'
        : `The claim ${error.claim} of the token is missing or wrong.`,
    );
  return error instanceof errors.JOSEError ? notSigned() : error;
}

/** As in API Gateway's own authorizer: `aud`, or `client_id` in a token without one, as Cognito's are. */
function requireAudience(claims: JWTPayload, { audiences, authorizedParties }: TrustedIssuer) {
  const named = [claims.aud ?? claims.client_id].flat();
  if (audiences.length > 0 && !named.some((each) => audiences.some((known) => known === each)))
    throw unauthorized(
      `The token is for ${quoted(claims.aud ?? claims.client_id)}, not for this API (aud).`,
    );
  const isFor =
    authorizedParties.length === 0 || authorizedParties.some((each) => each === claims.azp);
  if (!isFor)
    throw unauthorized(
      `The token was made for ${quoted(claims.azp)}, not for this application (azp).`,
    );
}

function requireScope({ scope, scp }: JWTPayload, needed: readonly string[]): void {
  const value = scope ?? scp;
  const granted: readonly unknown[] = typeof value === 'string' ? value.split(' ') : [value].flat();
  if (needed.length === 0 || needed.some((each) => granted.includes(each))) return;
  throw new Refusal(
    'forbidden',
    `The token has none of the scopes ${needed.join(', ')}. Ask the issuer for one of them.`,
    {},
  );
}
