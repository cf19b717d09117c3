// The part of airlock.config.ts about the directory in which people are found by name.

/** The user pool of the stack, or the one that the construct is given: people by their verified mail address. */
export interface CognitoDirectory {
  readonly engine: 'cognito';
}

/** A directory of your own, for any issuer; docs/identity.md has the contract of its answers. */
export interface EndpointDirectory {
  /** A directory of your own; `cognito`, for a user pool, needs no further field. */
  readonly engine: 'endpoint';
  /** Where lookups are posted: https, or in the local cloud http at a loopback address. */
  readonly url: string;
  /** Name of an SSM parameter that you create as SecureString, such as `/app/directory`: the bearer token of every lookup. */
  readonly secretParameter: string;
}

/** A directory in which people are found by name. */
export type DirectoryInput = CognitoDirectory | EndpointDirectory;
