// The configuration of the page for one deployment, in a file that the stack writes beside the page.

/** The content of `/config.json`. */
export interface PageConfig {
  readonly api: string;
  readonly auth: {
    readonly issuer: string;
    readonly clientId: string;
    /** The path of names that leads to a person's groups in the claims of the access token. */
    readonly groupsClaim: readonly string[];
    /** Scopes to request, separated by blanks. */
    readonly scope: string;
    /** Further parameters of the authorization request. */
    readonly parameters: Readonly<Record<string, string>>;
    /** Where to send the browser to end the session, for issuers without `end_session_endpoint`. */
    readonly signOutUrl?: string;
  };
  /** Whether people are found by name, so that files are shared by name. */
  readonly findsPeople?: boolean;
  readonly collections: Readonly<Record<string, PageCollection>>;
}

/** A collection as the page sees it. */
export interface PageCollection {
  readonly types: readonly string[];
  readonly maxBytes: number;
  /** Who may list everyone's files of the collection: `authenticated` or `group:<name>`. */
  readonly listers: readonly string[];
}
