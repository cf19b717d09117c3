// Whose tokens the API believes: the issuer of the configuration, or else a user pool of our own.
import type { Construct } from 'constructs';
import { UserDirectory, type UserDirectoryProps } from './user-directory.ts';

/** Everything that API and page need to know of an OIDC issuer. */
export interface SignIn {
  readonly issuer: string;
  readonly clientId: string;
  /** Accepted `aud` or `client_id` values. */
  readonly audiences: readonly string[];
  /** Where to end the session, for issuers without `end_session_endpoint`. */
  readonly signOutUrl?: string;
  /** The user pool, where the stack creates one. */
  readonly userPoolId?: string;
}

/** The configured issuer, or one that this creates. */
export function createSignIn(scope: Construct, props: UserDirectoryProps): SignIn {
  const { auth } = props.config;
  if (auth.issuer !== undefined && auth.clientId !== undefined) {
    return {
      issuer: auth.issuer,
      clientId: auth.clientId,
      audiences: auth.audiences ?? [auth.clientId],
    };
  }
  const { issuer, clientId, signOutUrl, userPoolId } = new UserDirectory(scope, 'Users', props);
  return { issuer, clientId, audiences: [clientId], signOutUrl, userPoolId };
}
