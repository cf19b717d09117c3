// The fields of airlock.config.ts about the issuers whose tokens the API accepts, and about the page's sign-in.
import { filled, filledItems, withDefaults } from '../domain/with-defaults.ts';
import type { DirectoryInput } from './directory-config.ts';
import {
  canGatewayVerify,
  defineTokenRules,
  type TokenRules,
  type TokenRulesInput,
} from './token-rules.ts';

/** What a user writes; without an issuer the stack creates a Cognito user pool. */
export interface AuthInput extends TokenRulesInput {
  /** The first issuer, such as `https://login.example.com`: exactly the `iss` of its tokens. The page signs in there. */
  readonly issuer?: string;
  /** Client id of the page at that issuer. Without it no page can sign in, and `audiences` or `authorizedParties` are needed. */
  readonly clientId?: string;
  /** Further issuers, see `auth.issuers[]`. Default: none. */
  readonly issuers?: readonly IssuerInput[];
  /** Programs of the application that act for owners, as its backend does. Default: none. */
  readonly services?: readonly ServiceInput[];
  /**
   * Whether the user pool gets a client for the application's backend: with its id and secret it obtains tokens of a service
   * by client credentials. Only with a user pool of the stack, or one that the construct is given.
   * @default false
   */
  readonly serviceClient?: boolean;
  /**
   * The directory in which signed-in callers find people by name, so that they share files by name and not by id: `{ engine:
   * 'cognito' }` with a user pool of the stack or one that the construct is given, else `{ engine: 'endpoint', url,
   * secretParameter }`. Anyone who can sign in can then find out whether a mail address has an account. See docs/identity.md.
   * @default no lookups
   */
  readonly directory?: DirectoryInput;
  /** What Airlock's page requests from the issuer. */
  readonly page?: {
    /** Scopes that the page requests. @default ['openid'] */
    readonly scopes?: readonly string[];
    /** Further parameters of the authorization request, such as `audience` for Auth0. @default {} */
    readonly parameters?: Readonly<Record<string, string>>;
  };
}

/**
 * A program that acts for owners, known by the subject of its tokens at the first issuer, by a scope that only it can obtain
 * there, or by both. Each such token may read, change, share and delete every file, and issue uploads for any owner.
 */
export interface ServiceInput {
  /** The `sub` of its tokens, exactly; with Cognito its client id. */
  readonly subject?: string;
  /** A scope of its tokens (`scope` or `scp`), which the issuer must grant to no person. Accepted beside `auth.scopes`. */
  readonly scope?: string;
}

/** A further issuer whose tokens are accepted. */
export interface IssuerInput extends TokenRulesInput {
  /**
   * Its short name: 1 to 16 lower-case letters, digits and hyphens. The principals of its tokens are `<name>:<sub>` and its
   * groups `<name>:<group>`, so that they are never those of another issuer. Never change it, and never give it to another.
   */
  readonly name: string;
  /** Exactly the `iss` of its tokens. */
  readonly issuer: string;
}

/** A further issuer with every default filled in. */
export interface Issuer extends TokenRules, Pick<IssuerInput, 'name' | 'issuer'> {}

/** The same with every default filled in; issuer and client are absent where the stack creates a user pool. */
export interface Auth extends Pick<AuthInput, 'issuer' | 'clientId' | 'directory'>, TokenRules {
  readonly issuers: readonly Issuer[];
  readonly services: readonly ServiceInput[];
  readonly serviceClient: boolean;
  readonly page: {
    readonly scopes: readonly string[];
    readonly parameters: Readonly<Record<string, string>>;
  };
}

/** The name of an Airlock whose configuration has none. */
export const defaultName = 'Airlock';

/** The scope of the tokens that the client of a service obtains: `<name>/service`. */
export const serviceScope = (name: string): string => `${name.toLowerCase()}/service`;

/** Fills in the defaults; `name` is that of the Airlock. */
export const defineAuth = (auth: AuthInput = {}, name = defaultName): Auth =>
  filled(auth, ({ issuers = [], page, services = [], serviceClient = false, ...input }) => ({
    ...input,
    ...defineTokenRules(input, input.clientId),
    issuers: filledItems(issuers, (issuer) => ({ ...issuer, ...defineTokenRules(issuer) })),
    serviceClient,
    services:
      serviceClient === true && Array.isArray(services)
        ? withServiceClient(services, serviceScope(String(name)))
        : services,
    page: withDefaults({ scopes: ['openid'], parameters: {} }, page),
  }));

/** The services and the stack's own client, each once, even if the defaults were applied before. */
const withServiceClient = (
  services: readonly ServiceInput[],
  scope: string,
): readonly ServiceInput[] => [
  ...services.filter((service) => service?.subject !== undefined || service?.scope !== scope),
  { scope },
];

/** The scopes of which a token needs one, those of services included; an empty list accepts every token. */
export const acceptedScopes = ({
  scopes,
  services,
}: Pick<Auth, 'scopes' | 'services'>): string[] =>
  scopes.length === 0
    ? []
    : [...new Set([...scopes, ...services.flatMap(({ scope }) => scope ?? [])])];

/** Whether a function has to verify tokens: API Gateway's own authorizer knows one issuer, and not every kind. */
export const needsAuthorizer = (auth: Auth): boolean =>
  auth.issuers.length > 0 || !canGatewayVerify(auth);
