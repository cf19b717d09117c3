// API Gateway's JWT authorizer: verifies a bearer token by the issuer's keys and passes its claims on as strings.
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import type { JwtAuthorizerSettings } from './settings.ts';

/** Claims as API Gateway passes them on: every value a string, lists as `[a b]`, objects as `map[a:b]`. */
export type Claims = Readonly<Record<string, string>>;

/** The result of verifying a token. */
export type Authorization =
  | { readonly kind: 'allowed'; readonly claims: Claims; readonly scopes: readonly string[] | null }
  | { readonly kind: 'unauthorized'; readonly description: string }
  | { readonly kind: 'forbidden' };

/** Decides about an `Authorization` header. */
export type Authorize = (
  header: string | undefined,
  scopes: readonly string[],
) => Promise<Authorization>;

/** Milliseconds that an issuer has to answer. API Gateway gives it 1,500, which a loaded machine can exceed. */
const keysTimeoutMilliseconds = 15_000;
/** How long API Gateway may keep an issuer's keys ("Control access to HTTP APIs with JWT authorizers", its developer guide). */
const keysAgeMilliseconds = 2 * 3600 * 1000;

/**
 * Creates the authorizer of one issuer. A token needs `kid`, `iss`, `aud` or `client_id`, and `exp`, an RSA signature, and no
 * `nbf` or `iat` of the future; differing clocks are not tolerated, and `sub` is not required. The issuer's keys are fetched when
 * the first token arrives, and again for one that has a key not seen before.
 */
export function createAuthorizer({
  issuer,
  audiences,
}: Pick<JwtAuthorizerSettings, 'issuer' | 'audiences'>): Authorize {
  let keys: Promise<ReturnType<typeof createRemoteJWKSet>> | undefined;

  const verify = async (token: string): Promise<JWTPayload> => {
    keys ??= discoverKeys(issuer);
    keys.catch(() => {
      keys = undefined;
    });
    const { payload, protectedHeader } = await jwtVerify(token, await keys, {
      issuer,
      algorithms: ['RS256', 'RS384', 'RS512'],
      requiredClaims: ['exp'],
    });
    if (!protectedHeader.kid)
      throw new errors.JWTInvalid('The token does not say which key it has');
    if (payload.iat !== undefined && payload.iat > Date.now() / 1000)
      throw new errors.JWTInvalid('The token was issued in the future');
    return payload;
  };

  return async (header, scopes) => {
    const token = header?.replace(/^bearer\s+/i, '');
    if (!token) return { kind: 'unauthorized', description: '' };
    try {
      const payload = await verify(token);
      if (!isMeantFor(payload, audiences)) {
        return { kind: 'unauthorized', description: 'the token does not have a valid audience' };
      }
      const granted = scopesOf(payload);
      if (scopes.length > 0 && !scopes.some((scope) => granted.includes(scope)))
        return { kind: 'forbidden' };
      return {
        kind: 'allowed',
        claims: toClaims(payload),
        scopes: scopes.length > 0 ? granted : null,
      };
    } catch (error) {
      return { kind: 'unauthorized', description: describe(error) };
    }
  };
}

async function discoverKeys(issuer: string) {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(keysTimeoutMilliseconds),
  });
  const { jwks_uri } = (await response.json()) as { jwks_uri: string };
  return createRemoteJWKSet(new URL(jwks_uri), {
    timeoutDuration: keysTimeoutMilliseconds,
    cacheMaxAge: keysAgeMilliseconds,
    // An unknown key is fetched at once, because the issuer is on the same machine.
    cooldownDuration: 0,
  });
}

/** The audience is `aud`, or `client_id` in a token without `aud`, such as Cognito's access tokens. */
function isMeantFor(payload: JWTPayload, audiences: readonly string[]): boolean {
  const audience = payload.aud ?? (payload.client_id as string | undefined) ?? [];
  return [audience].flat().some((value) => audiences.includes(value));
}

function scopesOf(payload: JWTPayload): string[] {
  const scope = payload.scope ?? payload.scp ?? '';
  return Array.isArray(scope) ? scope.map(String) : String(scope).split(' ').filter(Boolean);
}

const toClaims = (payload: JWTPayload): Claims =>
  Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, render(value)]));

function render(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(render).join(' ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(([name, each]) => `${name}:${render(each)}`);
  return `map[${entries.join(' ')}]`;
}

const describe = (error: unknown) =>
  error instanceof errors.JWTExpired ? 'the token has expired' : 'the token is not valid';
