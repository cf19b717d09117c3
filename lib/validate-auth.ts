// Checks the part of the configuration about accepted tokens.
import { z } from 'zod';
import { signatureAlgorithms } from '../lambdas/config/token-rules.ts';
import {
  answer,
  field,
  flag,
  issuer,
  keysUrl,
  list,
  object,
  oneOf,
  record,
  text,
} from './config-fields.ts';
import { scope } from './config-names.ts';
import { directory } from './validate-directory.ts';
import { checkAlgorithms, keys, type SigningRules } from './validate-keys.ts';

const claim = text('text without spaces', /^\S+$/);

/** The fields that the first issuer and every further one share. */
const tokenRules = {
  audiences: list(claim, 'audiences'),
  authorizedParties: list(claim, 'authorized parties'),
  scopes: list(scope, 'scopes'),
  groupsClaim: list(
    text('the name of a claim: text that is not empty', /\S/),
    'names of claims',
    1,
  ),
  algorithms: list(oneOf(...signatureAlgorithms), 'algorithms', 1),
  jwksUri: keysUrl.optional(),
  keys: keys.optional(),
};

interface Rules extends SigningRules {
  readonly audiences: readonly string[];
  readonly authorizedParties: readonly string[];
  readonly jwksUri?: unknown;
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
  checkAlgorithms(rules, context);
}

const furtherIssuer = object({
  name: text('a short name: 1 to 16 lower-case letters, digits and hyphens', /^[a-z0-9-]{1,16}$/),
  issuer,
  ...tokenRules,
}).superRefine(checkRules);

const service = object({ subject: claim.optional(), scope: scope.optional() }).refine(
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

/** What the page sends in an authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3); a second value of it is an error there. */
const ownParameters = [
  'client_id',
  'code_challenge',
  'code_challenge_method',
  'redirect_uri',
  'response_type',
  'scope',
  'state',
];

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
    scopes: list(scope, 'scopes', 1),
    parameters: record(
      text(
        `the name of a parameter that the page does not send itself, as it does ${ownParameters.join(', ')}: text without spaces`,
        new RegExp(`^(?!(${ownParameters.join('|')})$)\\S+$`),
      ),
      field<string>('text', (value) => typeof value === 'string'),
      'an object of parameters',
    ),
  }),
}).superRefine((value, context) => {
  checkFirst(value as AuthFields, context);
  checkNames(value as AuthFields, context);
});
