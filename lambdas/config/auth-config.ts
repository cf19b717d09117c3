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
  /** What Airlock's page asks the issuer for. */
  readonly page?: {
    /** Scopes that the page requests. @default ['openid'] */
    readonly scopes?: readonly string[];
    /** Further parameters of the authorization request, such as `audience` for Auth0. @default {} */
    readonly parameters?: Readonly<Record<string, string>>;
  };
}

/** The same with every default filled in; issuer, client and audiences are absent where the stack creates a user pool. */
export interface Auth extends Pick<AuthInput, 'issuer' | 'clientId' | 'audiences'> {
  readonly scopes: readonly string[];
  /** The path of names that leads to the groups. */
  readonly groupsClaim: readonly string[];
  readonly page: {
    readonly scopes: readonly string[];
    readonly parameters: Readonly<Record<string, string>>;
  };
}

/** Fills in the defaults. */
export const defineAuth = ({ groupsClaim, page, ...input }: AuthInput = {}): Auth => ({
  ...(input.clientId !== undefined && { audiences: [input.clientId] }),
  scopes: ['openid'],
  ...input,
  groupsClaim: [groupsClaim ?? 'cognito:groups'].flat(),
  page: { scopes: ['openid'], parameters: {}, ...page },
});
