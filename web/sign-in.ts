// Who is using the page: OIDC code flow with PKCE, tokens kept for this tab only, renewed while the issuer allows it.

import type { User } from 'oidc-client-ts';
import { UserManager, WebStorageStateStore } from 'oidc-client-ts';
import type { PageConfig } from '../lambdas/http/page-contract.ts';
import { SessionEnded } from './session-ended.ts';

/** Who is signed in. */
export interface Person {
  /** The name to show. */
  readonly name: string;
  /** Who owns what they send: the `sub` of their token. */
  readonly sub: string;
  readonly groups: readonly string[];
}

/** Signing in and out, and the token in between. */
export interface Session {
  /** Who is signed in; undefined when nobody is. Finishes a sign-in that is under way. */
  begin(): Promise<Person | undefined>;
  /** Leaves for the issuer's sign-in page. */
  signIn(): Promise<void>;
  /** Ends the session here and, where the issuer offers it, there. */
  signOut(): Promise<void>;
  /** An access token that is good for a while; throws {@link SessionEnded}. */
  getToken(): Promise<string>;
}

// A token is renewed this long before it expires, so that it outlives the request it is for.
const renewBeforeSeconds = 30;

/** The session at the issuer that the configuration names. */
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
    if (user.refresh_token === undefined) throw new SessionEnded();
    renewal ??= manager.signinSilent().finally(() => {
      renewal = undefined;
    });
    const renewed = await renewal.catch((cause: unknown) => {
      throw new SessionEnded({ cause });
    });
    if (renewed === null) throw new SessionEnded();
    return renewed.access_token;
  }

  async function getToken(): Promise<string> {
    const user = await manager.getUser();
    if (user === null) throw new SessionEnded();
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
        // Whatever comes of it, the code is spent: a reload must not try it again.
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
      // Cognito announces its sign-out page as the endpoint, yet wants parameters of its own: the URL has them.
      const isSpelledOut = endpoint !== undefined && auth.signOutUrl?.startsWith(endpoint) === true;
      if (endpoint !== undefined && !isSpelledOut) return manager.signoutRedirect();
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
