// Chooses the issuer whose tokens the API accepts: the configured one, an existing user pool, or a new one.
import { type IUserPool, type IUserPoolClient, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { ServiceClient } from './service-client.ts';
import { publicClient, UserDirectory, type UserDirectoryProps } from './user-directory.ts';

/** An OIDC issuer as the API and the page use it. */
export interface SignIn {
  readonly issuer: string;
  /** The client of the page; absent where no page can sign in. */
  readonly clientId?: string | undefined;
  /** Accepted `aud` or `client_id` values. */
  readonly audiences: readonly string[];
  /** Address that ends the session, for issuers without `end_session_endpoint`. */
  readonly signOutUrl?: string;
  /** Address where clients obtain tokens, if the stack created the pool and its domain. */
  readonly tokenUrl?: string;
  /** The user pool, where people are in one. */
  readonly userPool?: IUserPool;
  /** The client of the application's backend, where the pool has one. */
  readonly serviceClientId?: string;
}

/** The same where the page can sign in. */
export type PageSignIn = SignIn & { readonly clientId: string };

/** Whether the page can sign in. */
export const hasClient = (signIn: SignIn): signIn is PageSignIn => signIn.clientId !== undefined;

/** The properties of signing in. */
export interface SignInProps extends UserDirectoryProps {
  /** A user pool that exists. */
  readonly userPool?: IUserPool | undefined;
  /** Its client whose tokens are accepted. */
  readonly userPoolClient?: IUserPoolClient | undefined;
}

/** The configured issuer, the pool that exists, or one that this creates; with a client for a service where one is wanted. */
export function createSignIn(scope: Construct, props: SignInProps): SignIn {
  const signIn = findSignIn(scope, props);
  const { auth, name } = props.config;
  if (!auth.serviceClient || !signIn.userPool) return signIn;
  const { clientId } = new ServiceClient(scope, 'ServiceClient', {
    userPool: signIn.userPool,
    name,
  });
  return { ...signIn, audiences: [...signIn.audiences, clientId], serviceClientId: clientId };
}

function findSignIn(scope: Construct, props: SignInProps): SignIn {
  const { auth } = props.config;
  if (auth.issuer !== undefined) {
    const { issuer, clientId, audiences } = auth;
    return { issuer, clientId, audiences };
  }
  if (props.userPool) return signInAt(scope, props.userPool, props);
  const directory = new UserDirectory(scope, 'Users', props);
  const { issuer, clientId, signOutUrl, tokenUrl, userPool } = directory;
  return { issuer, clientId, audiences: [clientId], signOutUrl, tokenUrl, userPool };
}

function signInAt(
  scope: Construct,
  userPool: IUserPool,
  { origins, userPoolClient }: SignInProps,
): SignIn {
  const client =
    userPoolClient ??
    new UserPoolClient(scope, 'UserPoolClient', { userPool, ...publicClient(origins) });
  const clientId = client.userPoolClientId;
  const issuer = `https://${userPool.userPoolProviderName}`;
  return { issuer, clientId, audiences: [clientId], userPool };
}
