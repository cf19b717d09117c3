// Signs the user in with the OIDC code flow and PKCE. Tokens are kept in the tab, shared with the open tabs of the site, and renewed.

import { ErrorResponse, User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { UnavailableError } from '../client/errors.ts';
import type { PageConfig } from '../lambdas/http/page-contract.ts';
import { forgetSignedUrls } from './kept-urls.ts';
import { type Person, personOf } from './person.ts';
import { SessionEndedError } from './session-ended.ts';
import { shareSession } from './session-sharing.ts';
import { isCallback, SESSION_LOCK } from './session-signs.ts';
import { beginSignIn, leaveIssuer } from './sign-in-history.ts';

/** Signs in and out, and provides the access token. */
export interface Session {
  /** The signed-in user, or undefined. Completes a sign-in after the redirect from the issuer. */
  begin(): Promise<Person | undefined>;
  /** Navigates to the issuer's sign-in page. */
  signIn(): Promise<void>;
  /** Ends the session here and, where supported, at the issuer. */
  signOut(): Promise<void>;
  /** Calls `act` before this tab signs out, by itself or with another tab, while it still has its token. */
  beforeSignOut(act: () => Promise<void>): void;
  /** Whether the user is signing out, here or in another tab. */
  isEnding(): boolean;
  /**
   * An access token that is valid for at least 30 seconds where possible; throws {@link SessionEndedError}, or `UnavailableError`
   * where the issuer cannot be reached.
   */
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
  let finish = async () => {};
  const sharing = shareSession(`${SESSION_LOCK}${auth.issuer}:${auth.clientId}`, {
    current: async () => (await manager.getUser())?.toStorageString(),
    onEnd() {
      isEnding = true;
      forgetSignedUrls();
      void finish()
        .then(() => manager.removeUser())
        .then(() => location.reload());
    },
  });
  let renewal: Promise<User> | undefined;
  let isEnding = false;

  /** The session of another tab, kept as the session of this tab. */
  async function adopt(isUseful: (user: User) => boolean): Promise<User | undefined> {
    const session = await sharing.ask((text) => isUseful(User.fromStorageString(text)));
    if (session === undefined) return undefined;
    const user = User.fromStorageString(session);
    await manager.storeUser(user);
    sharing.announce();
    return user;
  }

  async function renew(user: User): Promise<User> {
    // An issuer may accept each refresh token only once, so another tab's new session comes first.
    const adopted = await adopt(isFresh);
    if (adopted) return adopted;
    if (user.refresh_token === undefined) throw new SessionEndedError();
    const renewed = await manager.signinSilent().catch((cause: unknown) => {
      throw isFinal(cause)
        ? new SessionEndedError({ cause })
        : new UnavailableError('The issuer did not renew the session.', { cause });
    });
    if (renewed === null) throw new SessionEndedError();
    return renewed;
  }

  async function getToken(): Promise<string> {
    const user = await manager.getUser();
    if (user === null) throw new SessionEndedError();
    if (isFresh(user)) return user.access_token;
    renewal ??= oneTabAtATime(() => renew(user)).finally(() => {
      renewal = undefined;
    });
    return renewal
      .then(({ access_token }) => access_token)
      .catch((error: unknown) => {
        if (!user.expired) return user.access_token;
        throw error;
      });
  }

  async function restore(): Promise<User | undefined> {
    const user = (await manager.getUser()) ?? (await adopt(() => true));
    if (!user) return undefined;
    // Where the issuer cannot be reached, the requests of the page wait for it.
    const isAlive = await getToken().then(
      () => true,
      (error: unknown) => error instanceof UnavailableError,
    );
    return isAlive ? user : undefined;
  }

  return {
    getToken,
    beforeSignOut(act) {
      finish = act;
    },
    signIn: () => manager.signinRedirect({ state: beginSignIn(), redirectMethod: 'replace' }),
    async begin() {
      let user: User | undefined;
      if (isCallback(location)) {
        // The code can be used once, so a reload must not use it again.
        const answer = location.href;
        history.replaceState(null, '', home);
        user = await manager.signinRedirectCallback(answer).catch(async (error: unknown) => {
          // A page of the issuer that was used before leads here, while the session from that time may still live.
          const restored = await restore();
          if (restored) return restored;
          throw error;
        });
        await leaveIssuer(user.state);
      } else user = await restore();
      if (!user) return undefined;
      sharing.announce();
      return personOf(user, auth.groupsClaim);
    },
    isEnding: () => isEnding,
    async signOut() {
      isEnding = true;
      await finish();
      sharing.end();
      forgetSignedUrls();
      const endpoint = await manager.metadataService.getEndSessionEndpoint().catch(() => undefined);
      // Cognito advertises its sign-out page as the endpoint but requires its own parameters, which `signOutUrl` contains.
      const isConfigured = endpoint !== undefined && auth.signOutUrl?.startsWith(endpoint) === true;
      if (endpoint !== undefined && !isConfigured) return manager.signoutRedirect();
      await manager.removeUser();
      location.assign(auth.signOutUrl ?? home);
    },
  };
}

/** The errors with which an issuer refuses a refresh token for good (RFC 6749 §5.2), or asks for a sign-in (OpenID Connect Core §3.1.2.6). */
const finalErrors = new Set([
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
  'login_required',
]);

/** Whether a session cannot be renewed: every other failure is one of the network or of a busy issuer. */
const isFinal = (error: unknown): boolean =>
  error instanceof ErrorResponse && finalErrors.has(error.error ?? '');

const isFresh = ({ expires_in }: User): boolean =>
  (expires_in ?? Number.POSITIVE_INFINITY) > renewBeforeSeconds;

/** Runs `act` while no other tab of the site runs it. */
const oneTabAtATime = <Result>(act: () => Promise<Result>): Promise<Result> =>
  navigator.locks ? navigator.locks.request('airlock-renewal', act) : act();
