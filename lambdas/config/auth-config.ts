// The fields of airlock.config.ts that say whose tokens the API accepts, and how the page signs people in.

/** What a user writes; without an issuer the stack creates a Cognito user pool. */
export interface AuthInput {
  /** An OIDC issuer that signs with RSA, such as `https://login.example.com`. */
  readonly issuer?: string;
  /** Client id of the page at that issuer. */
  readonly clientId?: string;
  /**
   * Accepted `aud` or `client_id` values of access tokens.
   * @default [clientId]
   */
  readonly audiences?: readonly string[];
  /**
   * Scopes of which an access token needs at least one (`scope` or `scp`); an empty list accepts tokens without any.
   * @default ['openid']
   */
  readonly scopes?: readonly string[];
  /**
   * The claim that lists a person's groups, in access and ID tokens: a name, or a path of names such as
   * `['realm_access', 'roles']`. Group names are compared exactly, blanks and commas included.
   * @default 'cognito:groups'
   */
  readonly groupsClaim?: string | readonly string[];
  /** Programs of the application that act for owners, as its backend does. Default: none. */
  readonly services?: readonly ServiceInput[];
  /**
   * Whether the user pool gets a client for the application's backend: with its id and secret it obtains tokens of a service
   * by client credentials. Only with a user pool of the stack, or one that the construct is given.
   * @default false
   */
  readonly serviceClient?: boolean;
  /** What Airlock's page asks the issuer for. */
  readonly page?: {
    /** Scopes that the page requests. @default ['openid'] */
    readonly scopes?: readonly string[];
    /** Further parameters of the authorization request, such as `audience` for Auth0. @default {} */
    readonly parameters?: Readonly<Record<string, string>>;
  };
}

/**
 * A program that acts for owners, known by the subject of its tokens, by a scope that only it can obtain, or by both. Each
 * such token may read, change, share and delete every file, and issue uploads for any owner.
 */
export interface ServiceInput {
  /** The `sub` of its tokens, exactly; with Cognito its client id. */
  readonly subject?: string;
  /** A scope of its tokens (`scope` or `scp`), which the issuer must grant to no person. Accepted beside `auth.scopes`. */
  readonly scope?: string;
}

/** The same with every default filled in; issuer, client and audiences are absent where the stack creates a user pool. */
export interface Auth extends Pick<AuthInput, 'issuer' | 'clientId' | 'audiences'> {
  readonly scopes: readonly string[];
  /** The path of names that leads to the groups. */
  readonly groupsClaim: readonly string[];
  readonly services: readonly ServiceInput[];
  readonly serviceClient: boolean;
  readonly page: {
    readonly scopes: readonly string[];
    readonly parameters: Readonly<Record<string, string>>;
  };
}

/** What names an Airlock that its configuration does not name. */
export const defaultName = 'Airlock';

/** The scope of the tokens that the client of a service obtains: `<name>/service`. */
export const serviceScope = (name: string): string => `${name.toLowerCase()}/service`;

/** Fills in the defaults; `name` is that of the Airlock. */
export const defineAuth = (
  { groupsClaim, page, services = [], serviceClient = false, ...input }: AuthInput = {},
  name = defaultName,
): Auth => ({
  ...(input.clientId !== undefined && { audiences: [input.clientId] }),
  scopes: ['openid'],
  ...input,
  serviceClient,
  services: serviceClient ? [...services, { scope: serviceScope(name) }] : services,
  groupsClaim: [groupsClaim ?? 'cognito:groups'].flat(),
  page: { scopes: ['openid'], parameters: {}, ...page },
});

/** The scopes of which a token needs one, those of services included; an empty list accepts every token. */
export const acceptedScopes = ({ scopes, services }: Auth): string[] =>
  scopes.length === 0
    ? []
    : [...new Set([...scopes, ...services.flatMap(({ scope }) => scope ?? [])])];
