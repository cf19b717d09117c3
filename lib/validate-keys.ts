// Checks the public keys that an issuer's tokens are verified with, and the algorithms that go with them.
import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { canSign, type PublicKey, type SignatureAlgorithm } from '../lambdas/config/token-rules.ts';
import { answer, show } from './config-fields.ts';

/** RFC 7518 §3.3 asks for no less. */
const MIN_RSA_BITS = 2048;
/** Members of a JWK that only its owner knows (RFC 7518 §6.2.2 and §6.3.2, RFC 8037 §2). */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

function isPublicKey(jwk: PublicKey): boolean {
  try {
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    const { modulusLength = MIN_RSA_BITS } = key.asymmetricKeyDetails ?? {};
    const isForSignatures = ['rsa', 'ec', 'ed25519'].includes(key.asymmetricKeyType ?? '');
    return isForSignatures && modulusLength >= MIN_RSA_BITS && jwk.crv !== 'secp256k1';
  } catch {
    return false;
  }
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

const isSecret = (jwk: PublicKey): boolean =>
  privateMembers.some((name) => Object.hasOwn(jwk, name));

/** The message never shows the key: the value may be a secret. */
const publicKey = z
  .custom<PublicKey>(isObject, { error: () => 'is no key; expected a public key as a JWK' })
  .superRefine((jwk, context) => {
    if (!isObject(jwk)) return;
    const refuse = (message: string) => context.addIssue({ code: 'custom', message });
    if (isSecret(jwk)) {
      refuse(
        'holds a private key or a secret; expected the public half. Replace the key, because it is no longer secret',
      );
    } else if (typeof jwk.kid !== 'string' || jwk.kid === '') {
      refuse('has no kid; expected the id that the header of every token names');
    } else if (!isPublicKey(jwk)) {
      refuse(
        'is not usable; expected RSA of at least 2048 bits, EC with P-256, P-384 or P-521, or Ed25519',
      );
    } else if (jwk.use !== undefined && jwk.use !== 'sig') {
      refuse('has a use other than sig, and no token is verified with it; remove it');
    }
  });

/** The keys of an issuer, each with a different id. */
export const keys = z
  .array(publicKey, { error: answer('a list of public keys') })
  .min(1, { error: answer('a list of at least 1 public key') })
  .superRefine((all, context) => {
    const ids = all.map((key) => (isObject(key) ? key.kid : Symbol('no key')));
    for (const [index, kid] of ids.entries()) {
      if (ids.indexOf(kid) < index)
        context.addIssue({
          code: 'custom',
          path: [index],
          message: 'has the kid of another key; give each its own',
        });
    }
  });

/** Reports a key that no accepted algorithm fits, and an algorithm that no key verifies. */
export function checkAlgorithms(
  { keys = [], algorithms }: SigningRules,
  context: z.RefinementCtx,
): void {
  // A key that is wrong in itself is reported already.
  if (keys.length === 0 || !keys.every(isPublicKey)) return;
  for (const [index, key] of keys.entries()) {
    if (algorithms.some((algorithm) => canSign(key, algorithm))) continue;
    const message =
      'is of a kind that none of the algorithms uses; add its algorithm to algorithms, or remove it';
    context.addIssue({ code: 'custom', path: ['keys', index], message });
  }
  for (const [index, algorithm] of algorithms.entries()) {
    if (keys.some((key) => canSign(key, algorithm))) continue;
    const message = `is ${show(algorithm)}, and none of the keys signs with it; remove it, or add the key`;
    context.addIssue({ code: 'custom', path: ['algorithms', index], message });
  }
}

/** The part of an issuer's rules that says which signatures hold. */
export interface SigningRules {
  readonly algorithms: readonly SignatureAlgorithm[];
  readonly keys?: readonly PublicKey[] | undefined;
}
