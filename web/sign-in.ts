// Signs the user in with the OIDC code flow and PKCE. Tokens are kept for this tab only and renewed while the issuer allows it.

import type { User } from 'oidc-client-ts';
import { UserManager, WebStorageStateStore } from 'oidc-client-ts';
import type { PageConfig } from '../lambdas/http/page-contract.ts';
import { SessionEndedError } from './session-ended.ts';

/** The signed-in user. */
export interface Person {
  /** The name to show. */
  readonly name: string;
  /** The `sub` of their token: the owner of the files that they upload. */
  readonly sub: string;
  readonly groups: readonly string[];
}

/** Signs in and out, and provides the access token. */
export interface Session {
  /** The signed-in user, or undefined. Completes a sign-in after the redirect from the issuer. */
  begin(): Promise<Person | undefined>;
  /** Navigates to the issuer's sign-in page. */
  signIn(): Promise<void>;
  /** Ends the session here and, where supported, at the issuer. */
  signOut(): Promise<void>;
  /** An access token that is valid for at least 30 seconds where possible; throws {@link SessionEndedError}. */
  getToken(): Promise<string>;
}

// A token is renewed this long before it expires, so that it stays valid during the request.
const renewBeforeSeconds = 30;

/** Creates the session at the configured issuer. */
export function createSession(auth: PageConfig['auth'], location: Location): Session {
  const home = `${location.origin}/`;
  const manager = new UserManager({
    authority: auth.issuer,
    client_id: auth.clientId,
    redirect_uri: home,
    post_logout_redirect_uri: home,
    response_type: 'code',
    scope: auth.scope,
    extraQueryParams: auth.parameters,
    userStore: new WebStorageStateStore({ store: window.sessionStorage }),
    // Renewed on demand in getToken; hidden frames do not work where third-party cookies are blocked.
    automaticSilentRenew: false,
  });
  let renewal: Promise<User | null> | undefined;

  async function renew(user: User): Promise<string> {
    if (user.refresh_token === undefined) throw new SessionEndedError();
    renewal ??= manager.signinSilent().finally(() => {
      renewal = undefined;
    });
    const renewed = await renewal.catch((cause: unknown) => {
      throw new SessionEndedError({ cause });
    });
    if (renewed === null) throw new SessionEndedError();
    return renewed.access_token;
  }

  async function getToken(): Promise<string> {
    const user = await manager.getUser();
    if (user === null) throw new SessionEndedError();
    const left = user.expires_in ?? Number.POSITIVE_INFINITY;
    if (left > renewBeforeSeconds) return user.access_token;
    return renew(user).catch((error: unknown) => {
      if (left > 0) return user.access_token;
      throw error;
    });
  }

  return {
    getToken,
    signIn: () => manager.signinRedirect(),
    async begin() {
      if (isCallback(location)) {
        // The code can be used once, so a reload must not use it again.
        const answer = location.href;
        history.replaceState(null, '', home);
        return personOf(await manager.signinRedirectCallback(answer), auth.groupsClaim);
      }
      const user = await manager.getUser();
      if (user === null) return undefined;
      return getToken().then(
        () => personOf(user, auth.groupsClaim),
        () => undefined,
      );
    },
    async signOut() {
      const endpoint = await manager.metadataService.getEndSessionEndpoint().catch(() => undefined);
      // Cognito advertises its sign-out page as the endpoint but requires its own parameters, which `signOutUrl` contains.
      const isConfigured = endpoint !== undefined && auth.signOutUrl?.startsWith(endpoint) === true;
      if (endpoint !== undefined && !isConfigured) return manager.signoutRedirect();
      await manager.removeUser();
      location.assign(auth.signOutUrl ?? home);
    },
  };
}

function isCallback(location: Location): boolean {
  const query = new URLSearchParams(location.search);
  return query.has('state') && (query.has('code') || query.has('error'));
}

function personOf({ profile }: User, groupsClaim: readonly string[]): Person {
  const value = claimAt(profile, groupsClaim);
  const groups = [value].flat().filter((group) => typeof group === 'string');
  return { name: nameOf(profile), sub: profile.sub, groups };
}

/** The value at a path of own properties. */
function claimAt(profile: object, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Record<string, unknown>)[name]
        : undefined,
    profile,
  );
}

function nameOf(profile: User['profile']): string {
  const names = [
    profile.email,
    profile.preferred_username,
    profile['cognito:username'],
    profile.name,
  ];
  return (
    names.find((name): name is string => typeof name === 'string' && name !== '') ?? profile.sub
  );
}
