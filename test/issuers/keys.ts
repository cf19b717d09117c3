// Keys and signed tokens, for the tests of verification and for issuers that behave like the providers of recipes.
import {
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from 'jose';
import type { PublicKey, SignatureAlgorithm } from '../../lambdas/config/token-rules.ts';

/** A key pair with the id that tokens name. */
export interface SigningKey {
  readonly jwk: PublicKey;
  readonly privateKey: CryptoKey;
  readonly alg: SignatureAlgorithm;
}

/** Makes a key pair; its JWK names the algorithm only when asked to. */
export async function makeKey(
  alg: SignatureAlgorithm = 'RS256',
  kid = 'a',
  isNamed = false,
): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const { kty, n, e, crv, x, y } = await exportJWK(publicKey);
  const jwk = { kty, n, e, crv, x, y, kid, ...(isNamed && { alg, use: 'sig' }) };
  return { jwk: JSON.parse(JSON.stringify(jwk)), privateKey, alg };
}

/** Signs claims; a claim that is undefined is left out. */
export const sign = (
  { jwk, privateKey, alg }: SigningKey,
  claims: JWTPayload,
  header: Partial<JWTHeaderParameters> = {},
): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg, kid: jwk.kid, typ: 'JWT', ...header })
    .sign(privateKey);

/** A part of a token as it is written. */
export const encode = (part: unknown): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
