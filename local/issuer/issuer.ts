// Cognito: an OIDC issuer whose tokens look like Cognito's, with a page to choose a user.
import { readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { decodeJwt } from 'jose';
import {
  Events,
  type MutableRedirectUri,
  type MutableResponse,
  type MutableToken,
  OAuth2Issuer,
  OAuth2Service,
} from 'oauth2-mock-server';
import { createSessions, type MachineSession, type Session, type TokenForm } from './sessions.ts';
import type { ClientSettings } from './settings.ts';
import { signInPage } from './sign-in-page.ts';
import { accessClaims, findUser, identityClaims, machineClaims } from './users.ts';

/** The options of the issuer. */
export interface IssuerOptions {
  /** Its address, which is the `iss` of its tokens. */
  readonly url: string;
  readonly clients: readonly ClientSettings[];
  /** Signs refresh tokens. */
  readonly secret: string;
  /** Holds the signing key, so that tokens survive a restart. */
  readonly keyFile: string;
}

type AnySession = Session | MachineSession;
type TokenRequest = IncomingMessage & { readonly body: TokenForm };

const sessionCookie = 'airlock-user';

/** Creates the issuer as a listener for Node's HTTP server. */
export async function createIssuer(options: IssuerOptions): Promise<RequestListener> {
  const issuer = new OAuth2Issuer();
  issuer.url = options.url;
  await loadKey(issuer, options.keyFile);
  const service = new OAuth2Service(issuer, { endSession: '/logout' });
  const sessions = createSessions({
    clients: options.clients,
    secret: options.secret,
  });
  const redeemed = new WeakMap<IncomingMessage, { session: AnySession | undefined }>();
  const sessionOf = (request: TokenRequest): AnySession | undefined => {
    const known = redeemed.get(request) ?? { session: sessions.redeem(formOf(request)) };
    redeemed.set(request, known);
    return known.session;
  };

  service.on(
    Events.BeforeAuthorizeRedirect,
    ({ url }: MutableRedirectUri, request: IncomingMessage) => {
      const code = url.searchParams.get('code');
      if (code) sessions.remember(code, queryOf(request));
    },
  );
  service.on(Events.BeforeTokenSigning, ({ payload }: MutableToken, request: TokenRequest) => {
    const session = sessionOf(request);
    if (!session) return;
    if (!('user' in session)) {
      Object.assign(payload, machineClaims(session.clientId, session.scope));
      return;
    }
    const { user, clientId, scope } = session;
    // The library marks access tokens with `amr` and ID tokens with nothing.
    Object.assign(
      payload,
      'amr' in payload ? accessClaims(user, clientId, scope) : identityClaims(user, clientId),
    );
  });
  service.on(Events.BeforeResponse, (response: MutableResponse, request: TokenRequest) => {
    const session = sessionOf(request);
    if (!session) {
      response.statusCode = 400;
      response.body = {
        error: 'invalid_grant',
        error_description: 'Unknown user, client, secret, scope, code or refresh token.',
      };
    } else if (response.body) {
      response.body.scope = session.scope;
      if ('user' in session && 'refresh_token' in response.body)
        response.body.refresh_token = sessions.refreshToken(session);
    }
  });
  service.on(Events.BeforeUserinfo, (response: MutableResponse, request: IncomingMessage) => {
    const user = findUser(subjectOf(request));
    response.statusCode = user ? 200 : 401;
    response.body = user ? identityClaims(user, '') : { error: 'invalid_token' };
  });
  service.on(Events.BeforeWellKnownOpenIdConfiguration, ({ body }: MutableResponse) => {
    if (body) Object.assign(body, { scopes_supported: ['openid', 'email', 'profile'] });
  });

  return (request, response) => {
    const { pathname } = new URL(request.url ?? '/', options.url);
    if (pathname === '/authorize') authorize(options.clients, service, request, response);
    else if (pathname === '/logout') signOut(options.clients, service, request, response);
    else {
      // Cognito's own path, at its domain for signing in.
      if (pathname === '/oauth2/token') request.url = '/token';
      service.requestHandler(request, response);
    }
  };
}

function authorize(
  clients: readonly ClientSettings[],
  service: OAuth2Service,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const query = queryOf(request);
  const client = clients.find(({ clientId }) => clientId === query.get('client_id'));
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!client) {
    refuse(response, `No client has the id ${query.get('client_id')}.`);
    return;
  }
  if (!client.callbackUrls.includes(redirectUri)) {
    refuse(
      response,
      `${redirectUri} is not one of the client's callback URLs: ${client.callbackUrls.join(', ')}.`,
    );
    return;
  }
  const silent = query.get('prompt') === 'none';
  const user = findUser(silent ? cookieOf(request) : query.get('user'));
  if (user) {
    query.set('user', user.username);
    request.url = `/authorize?${query}`;
    response.setHeader(
      'set-cookie',
      `${sessionCookie}=${user.username}; HttpOnly; SameSite=Lax; Path=/`,
    );
    service.requestHandler(request, response);
  } else if (silent) {
    const target = new URL(redirectUri);
    target.searchParams.set('error', 'login_required');
    target.searchParams.set('state', query.get('state') ?? '');
    response.writeHead(302, { location: target.href }).end();
  } else {
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
      .end(signInPage(query));
  }
}

/** Both OIDC's way out (`post_logout_redirect_uri`) and Cognito's own (`logout_uri`). */
function signOut(
  clients: readonly ClientSettings[],
  service: OAuth2Service,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const query = queryOf(request);
  const target = query.get('post_logout_redirect_uri') ?? query.get('logout_uri');
  if (target && !clients.some(({ logoutUrls }) => logoutUrls.includes(target))) {
    refuse(response, `${target} is not one of a client's logout URLs.`);
    return;
  }
  if (target) query.set('post_logout_redirect_uri', target);
  request.url = `/logout?${query}`;
  response.setHeader('set-cookie', `${sessionCookie}=; Max-Age=0; Path=/`);
  service.requestHandler(request, response);
}

function refuse(response: ServerResponse, reason: string): void {
  response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' }).end(`${reason}\n`);
}

/** The form, with the client's credentials from the header where they are there (RFC 6749 §2.3.1). */
function formOf({ body, headers }: TokenRequest): TokenForm {
  const basic = /^basic ([\w+/=-]+)$/i.exec(headers.authorization ?? '')?.[1];
  if (basic === undefined) return body;
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':');
  return { ...body, client_id: decodeURIComponent(id), client_secret: decodeURIComponent(secret) };
}

const queryOf = (request: IncomingMessage) =>
  new URL(request.url ?? '/', 'http://issuer').searchParams;

const cookieOf = (request: IncomingMessage) =>
  request.headers.cookie
    ?.split('; ')
    .find((cookie) => cookie.startsWith(`${sessionCookie}=`))
    ?.split('=')[1];

function subjectOf(request: IncomingMessage): string | undefined {
  try {
    return decodeJwt(request.headers.authorization?.replace(/^bearer /i, '') ?? '').sub;
  } catch {
    return undefined;
  }
}

async function loadKey(issuer: OAuth2Issuer, file: string): Promise<void> {
  const stored = await readFile(file, 'utf8').catch(() => undefined);
  if (stored) await issuer.keys.add(JSON.parse(stored));
  else await writeFile(file, JSON.stringify(await issuer.keys.generate('RS256')), { mode: 0o600 });
}
