// Checks the part of the configuration about accepted tokens.
import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { type PublicKey, signatureAlgorithms } from '../lambdas/config/token-rules.ts';
import { answer, field, flag, issuer, list, object, oneOf, record, text } from './config-fields.ts';
import { directory } from './validate-directory.ts';

const claim = text('text without spaces', /^\S+$/);

/** RFC 7518 §3.3 asks for no less. */
const MIN_RSA_BITS = 2048;
/** Members of a JWK that only its owner knows (RFC 7518 §6.2.2 and §6.3.2, RFC 8037 §2). */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

function isPublicKey(jwk: PublicKey): boolean {
  try {
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    const { modulusLength = MIN_RSA_BITS } = key.asymmetricKeyDetails ?? {};
    const canSign = ['rsa', 'ec', 'ed25519'].includes(key.asymmetricKeyType ?? '');
    return canSign && modulusLength >= MIN_RSA_BITS && jwk.crv !== 'secp256k1';
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
    }
  });

const keys = z
  .array(publicKey, { error: answer('a list of public keys') })
  .min(1, { error: answer('a list of at least 1 public key') })
  .superRefine((all, context) => {
    for (const [index, { kid }] of all.entries()) {
      if (all.findIndex((other) => other.kid === kid) < index)
        context.addIssue({
          code: 'custom',
          path: [index],
          message: 'has the kid of another key; give each its own',
        });
    }
  });

/** The fields that the first issuer and every further one share. */
const tokenRules = {
  audiences: list(claim, 'audiences'),
  authorizedParties: list(claim, 'authorized parties'),
  scopes: list(claim, 'scopes'),
  groupsClaim: list(
    text('the name of a claim: text that is not empty', /\S/),
    'names of claims',
    1,
  ),
  algorithms: list(oneOf(...signatureAlgorithms), 'algorithms', 1),
  jwksUri: issuer.optional(),
  keys: keys.optional(),
};

interface Rules {
  readonly audiences: readonly string[];
  readonly authorizedParties: readonly string[];
  readonly jwksUri?: unknown;
  readonly keys?: unknown;
}

/** Without any of them, a token that the issuer made for another application would be accepted. */
function checkRules(rules: Rules, context: z.RefinementCtx): void {
  const refuse = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message });
  if (rules.audiences.length === 0 && rules.authorizedParties.length === 0) {
    refuse(
      'audiences',
      'is missing; expected audiences or authorizedParties, so that tokens for other applications are refused',
    );
  }
  if (rules.jwksUri !== undefined && rules.keys !== undefined)
    refuse('keys', 'stands beside jwksUri; remove one of them');
}

const furtherIssuer = object({
  name: text('a short name: 1 to 16 lower-case letters, digits and hyphens', /^[a-z0-9-]{1,16}$/),
  issuer,
  ...tokenRules,
}).superRefine(checkRules);

const service = object({ subject: claim.optional(), scope: claim.optional() }).refine(
  ({ subject, scope }) => subject !== undefined || scope !== undefined,
  { error: 'is empty; expected a subject, a scope or both' },
);

interface AuthFields extends Rules {
  readonly issuer?: string | undefined;
  readonly clientId?: string | undefined;
  readonly serviceClient: boolean;
  readonly directory?: { readonly engine: string } | undefined;
  readonly issuers: readonly { readonly name: string; readonly issuer: string }[];
}

/** The stack's own user pool determines client and keys; for an issuer the configuration must. */
function checkFirst(auth: AuthFields, context: z.RefinementCtx): void {
  const refuse = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message });
  const { issuer, clientId, audiences, authorizedParties } = auth;
  if (issuer !== undefined) {
    if (auth.serviceClient)
      refuse(
        'serviceClient',
        'is true beside issuer, where only that issuer can add a client; create it there and name it in services',
      );
    if (auth.directory?.engine === 'cognito')
      refuse(
        'directory',
        "is { engine: 'cognito' } beside issuer, where no user pool is known; expected { engine: 'endpoint', url, secretParameter }",
      );
    const isAnyone = clientId === undefined && audiences.length + authorizedParties.length === 0;
    if (isAnyone)
      refuse(
        'clientId',
        'is missing beside issuer; set it, or audiences or authorizedParties where no page signs in',
      );
    else checkRules(auth, context);
    return;
  }
  if (clientId !== undefined)
    refuse(
      'issuer',
      'is missing beside clientId; set both, or neither for a user pool of the stack',
    );
  const others = {
    authorizedParties: authorizedParties[0],
    jwksUri: auth.jwksUri,
    keys: auth.keys,
  };
  for (const [name, value] of Object.entries(others))
    if (value !== undefined)
      refuse(name, 'stands without issuer; set the issuer that it belongs to, or remove it');
}

function checkNames({ issuer: first, issuers }: AuthFields, context: z.RefinementCtx): void {
  const known = issuers.map(({ issuer }) => issuer);
  for (const [index, { name, issuer: url }] of issuers.entries()) {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: ['issuers', index, path], message });
    if (issuers.findIndex((other) => other.name === name) < index)
      refuse('name', 'is the name of another issuer; give each its own');
    if (url === first || known.indexOf(url) < index)
      refuse('issuer', 'is configured already; name each issuer once');
  }
}

/** The whole of `auth`. */
export const auth = object({
  issuer: issuer.optional(),
  clientId: claim.optional(),
  ...tokenRules,
  issuers: z.array(furtherIssuer, { error: answer('a list of issuers') }),
  services: list(service, 'services'),
  serviceClient: flag,
  directory: directory.optional(),
  page: object({
    scopes: list(claim, 'scopes', 1),
    parameters: record(
      text('the name of a parameter: text without spaces', /^\S+$/),
      field<string>('text', (value) => typeof value === 'string'),
      'an object of parameters',
    ),
  }),
}).superRefine((value, context) => {
  checkFirst(value as AuthFields, context);
  checkNames(value as AuthFields, context);
});
