// The fields of airlock.config.ts about the tokens of an issuer that the API accepts.

/** Algorithms of asymmetric keys (RFC 7518 §3.1, RFC 8037 §3.1); `none` and shared secrets are not among them. */
export const signatureAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const;

/** One of them. */
export type SignatureAlgorithm = (typeof signatureAlgorithms)[number];

/** A public key as a JWK (RFC 7517): RSA with `n` and `e`, EC with `crv`, `x` and `y`, Ed25519 with `crv` and `x`. */
export interface PublicKey {
  readonly kty: 'RSA' | 'EC' | 'OKP';
  /** Its id, which the header of every token names. */
  readonly kid: string;
  readonly alg?: SignatureAlgorithm;
  readonly use?: 'sig';
  readonly n?: string;
  readonly e?: string;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
}

/** The tokens of one issuer that are accepted, as a user writes it. */
export interface TokenRulesInput {
  /**
   * Accepted `aud` values of access tokens, or `client_id` in tokens without `aud`.
   * @default [clientId]; none with `authorizedParties`
   */
  readonly audiences?: readonly string[];
  /**
   * Accepted `azp` values, for issuers whose tokens have no `aud`, such as Clerk. With `audiences` beside it a token needs
   * both.
   * @default any
   */
  readonly authorizedParties?: readonly string[];
  /**
   * Scopes of which an access token needs at least one (`scope` or `scp`); an empty list accepts tokens without any.
   * @default ['openid']
   */
  readonly scopes?: readonly string[];
  /**
   * The claim that lists a person's groups: a name, or a path of names such as `['realm_access', 'roles']`. Group names are
   * compared exactly, blanks and commas included.
   * @default 'cognito:groups'
   */
  readonly groupsClaim?: string | readonly string[];
  /**
   * Algorithms of accepted signatures: `RS256` to `RS512`, `PS256` to `PS512`, `ES256` to `ES512` and `EdDSA`.
   * @default RS256, RS384 and RS512; with `keys` those that fit them
   */
  readonly algorithms?: readonly SignatureAlgorithm[];
  /** Address of the issuer's public keys (RFC 7517 §5), for an issuer without a discovery document. Excludes `keys`. */
  readonly jwksUri?: string;
  /** The issuer's public keys themselves, for an application that signs its own tokens. Excludes `jwksUri`. */
  readonly keys?: readonly PublicKey[];
}

/** The same with every default filled in. Empty lists of audiences and authorized parties ask for none. */
export interface TokenRules extends Pick<TokenRulesInput, 'jwksUri' | 'keys'> {
  readonly audiences: readonly string[];
  readonly authorizedParties: readonly string[];
  readonly scopes: readonly string[];
  /** The path of names that leads to the groups. */
  readonly groupsClaim: readonly string[];
  readonly algorithms: readonly SignatureAlgorithm[];
}

const rsa: readonly SignatureAlgorithm[] = ['RS256', 'RS384', 'RS512'];

const curveAlgorithms: Readonly<Record<string, SignatureAlgorithm>> = {
  'P-256': 'ES256',
  'P-384': 'ES384',
  'P-521': 'ES512',
  Ed25519: 'EdDSA',
};

/** The algorithms that a key can sign with, RSA with PKCS #1 unless the key says otherwise. */
function algorithmsOf({ kty, alg, crv = '' }: PublicKey): readonly SignatureAlgorithm[] {
  if (alg !== undefined) return [alg];
  if (kty === 'RSA') return rsa;
  const algorithm = curveAlgorithms[crv];
  return algorithm === undefined ? [] : [algorithm];
}

/** Whether a token of this algorithm can be signed with the key. */
export const canSign = (
  { kty, alg, crv = '' }: PublicKey,
  algorithm: SignatureAlgorithm,
): boolean =>
  (alg === undefined || alg === algorithm) &&
  (kty === 'RSA'
    ? ['RS', 'PS'].includes(algorithm.slice(0, 2))
    : curveAlgorithms[crv] === algorithm);

// A value that is no list, or no key, is reported by the validation at synth.
const defaultAlgorithms = (
  keys: readonly PublicKey[] | undefined,
): readonly SignatureAlgorithm[] =>
  Array.isArray(keys)
    ? [...new Set(keys.flatMap((key) => (isKey(key) ? algorithmsOf(key) : rsa)))]
    : rsa;

const isKey = (value: unknown): value is PublicKey => typeof value === 'object' && value !== null;

/** Fills in the defaults; `clientId` is the audience when no other is configured. */
export function defineTokenRules(
  input: TokenRulesInput,
  clientId?: string | undefined,
): Omit<TokenRules, 'jwksUri' | 'keys'> {
  const { keys, authorizedParties = [], groupsClaim = 'cognito:groups' } = input;
  const asksForParties = Array.isArray(authorizedParties) && authorizedParties.length > 0;
  const isClientEnough = clientId !== undefined && !asksForParties;
  const { audiences = isClientEnough ? [clientId] : [], scopes = ['openid'] } = input;
  const { algorithms = defaultAlgorithms(keys) } = input;
  return { audiences, authorizedParties, scopes, groupsClaim: [groupsClaim].flat(), algorithms };
}

/**
 * Whether API Gateway's own JWT authorizer can verify these tokens: it takes RSA with PKCS #1 alone, finds keys by discovery,
 * and needs an audience (API Gateway developer guide, "Control access to HTTP APIs with JWT authorizers").
 */
export const canGatewayVerify = ({ authorizedParties, algorithms, jwksUri, keys }: TokenRules) =>
  authorizedParties.length === 0 &&
  jwksUri === undefined &&
  keys === undefined &&
  rsa.every((algorithm) => algorithms.includes(algorithm)) &&
  algorithms.every((algorithm) => rsa.includes(algorithm));
