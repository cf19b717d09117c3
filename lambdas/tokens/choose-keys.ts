// Chooses the public keys of an issuer that can verify a token.
import { type CryptoKey, importJWK, type JWK } from 'jose';
import type { KeyChoice } from './key-ports.ts';

/** How many keys of the same id are tried. */
const MAX_ALIKE = 4;
const MIN_RSA_BITS = 2048;

/** Key types and curves by algorithm (RFC 7518 §3.1, RFC 8037 §3.1). A key is never used with an algorithm of another type. */
const kindOf = (algorithm: string): { kty: string; crv?: string } | undefined => {
  if (/^[RP]S(256|384|512)$/.test(algorithm)) return { kty: 'RSA' };
  if (algorithm === 'EdDSA') return { kty: 'OKP', crv: 'Ed25519' };
  const curves: Readonly<Record<string, string>> = {
    ES256: 'P-256',
    ES384: 'P-384',
    ES512: 'P-521',
  };
  const crv = curves[algorithm];
  return crv === undefined ? undefined : { kty: 'EC', crv };
};

const fits = (jwk: JWK, { alg, kid }: KeyChoice): boolean => {
  const kind = kindOf(alg);
  return (
    kind !== undefined &&
    jwk.kid === kid &&
    jwk.kty === kind.kty &&
    (kind.crv === undefined || jwk.crv === kind.crv) &&
    (jwk.alg === undefined || jwk.alg === alg) &&
    (jwk.use === undefined || jwk.use === 'sig')
  );
};

/** The public members of a JWK; no other member is read. */
const publicPart = ({ kty, crv, n, e, x, y }: JWK, alg: string): JWK =>
  Object.fromEntries(
    Object.entries({ kty, crv, n, e, x, y, alg }).filter(([, value]) => value !== undefined),
  ) as unknown as JWK;

/** Whether it is a key of a pair, and of RSA one of at least the length that RFC 7518 §3.3 asks for. */
function isLongEnough(key: CryptoKey | Uint8Array): key is CryptoKey {
  if (key instanceof Uint8Array) return false;
  const { modulusLength = MIN_RSA_BITS } = key.algorithm as { modulusLength?: number };
  return modulusLength >= MIN_RSA_BITS;
}

/** The keys that fit a token's header; one that cannot be read as a key is left out. */
export async function chooseKeys(
  jwks: readonly JWK[],
  choice: KeyChoice,
): Promise<readonly CryptoKey[]> {
  const alike = jwks.filter((jwk) => fits(jwk, choice)).slice(0, MAX_ALIKE);
  const imported = await Promise.allSettled(
    alike.map((jwk) => importJWK(publicPart(jwk, choice.alg), choice.alg)),
  );
  return imported.flatMap((each) =>
    each.status === 'fulfilled' && isLongEnough(each.value) ? [each.value] : [],
  );
}
