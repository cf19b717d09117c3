// Finds the session of a token request: by an authorization code, a refresh token, a username, or a program's own credentials.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ClientSettings } from './settings.ts';
import { findUser, type User } from './users.ts';

/** A sign-in: who, at which client, with which scope. */
export interface Session {
  readonly user: User;
  readonly clientId: string;
  readonly scope: string;
}

/** A program with its own credentials. */
export interface MachineSession {
  readonly clientId: string;
  readonly scope: string;
}

/** The form of a token request. */
export interface TokenForm {
  readonly grant_type?: string;
  readonly client_id?: string;
  readonly client_secret?: string;
  readonly scope?: string;
  readonly code?: string;
  readonly code_verifier?: string;
  readonly redirect_uri?: string;
  readonly refresh_token?: string;
  readonly username?: string;
}

/** Remembers authorization codes and reads refresh tokens. */
export interface Sessions {
  /** Binds a code to what was authorized. */
  remember(code: string, request: URLSearchParams): void;
  /** The session that a token request may have; undefined when it may have none. A code is valid once. */
  redeem(form: TokenForm): Session | MachineSession | undefined;
  /** A refresh token, valid on this state directory without end. */
  refreshToken(session: Session): string;
}

/** Seconds that an authorization code is valid, as at Cognito. */
const codeExpiresInSeconds = 300;

/** Creates the store of sessions. `clients` are those that may request tokens; `secret` signs refresh tokens. */
export function createSessions(options: {
  clients: readonly Pick<ClientSettings, 'clientId' | 'machineScopes'>[];
  secret: string;
}): Sessions {
  const codes = new Map<string, { request: URLSearchParams; expiresAt: number }>();
  const sign = (text: string) => createHmac('sha256', options.secret).update(text).digest();

  function redeemCode({
    code = '',
    client_id,
    redirect_uri,
    code_verifier,
  }: TokenForm): Session | undefined {
    const entry = codes.get(code);
    codes.delete(code);
    if (!entry || entry.expiresAt < Date.now()) return undefined;
    const { request } = entry;
    if (request.get('client_id') !== client_id || request.get('redirect_uri') !== redirect_uri)
      return undefined;
    if (request.has('code_challenge') && !code_verifier) return undefined;
    return session(request.get('user'), client_id, request.get('scope'));
  }

  function redeemRefreshToken({ refresh_token = '', client_id }: TokenForm): Session | undefined {
    const [text = '', signature = ''] = refresh_token.split('.');
    const given = Buffer.from(signature, 'base64url');
    const expected = sign(text);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const { user, clientId, scope } = JSON.parse(Buffer.from(text, 'base64url').toString());
    return clientId === client_id ? session(user, clientId, scope) : undefined;
  }

  function session(
    username: unknown,
    clientId: string | undefined,
    scope: string | null | undefined,
  ) {
    const user = findUser(username);
    const client = options.clients.find((each) => each.clientId === clientId);
    if (!user || !client || client.machineScopes.length > 0) return undefined;
    return { user, clientId: client.clientId, scope: scope || 'openid' };
  }

  /** Without a scope in the request a program gets all that its client has, as at Cognito. */
  function machineSession({ client_id, client_secret, scope }: TokenForm) {
    const client = options.clients.find(({ clientId }) => clientId === client_id);
    if (!client || client.machineScopes.length === 0 || !client_secret) return undefined;
    const scopes = scope ? scope.split(' ') : client.machineScopes;
    if (!scopes.every((each) => client.machineScopes.includes(each))) return undefined;
    return { clientId: client.clientId, scope: scopes.join(' ') };
  }

  return {
    remember(code, request) {
      codes.set(code, { request, expiresAt: Date.now() + codeExpiresInSeconds * 1000 });
    },
    redeem(form) {
      switch (form.grant_type) {
        case 'authorization_code':
          return redeemCode(form);
        case 'refresh_token':
          return redeemRefreshToken(form);
        case 'password':
          return session(form.username, form.client_id, form.scope);
        case 'client_credentials':
          return machineSession(form);
        default:
          return undefined;
      }
    },
    refreshToken({ user, clientId, scope }) {
      const payload = JSON.stringify({ user: user.username, clientId, scope });
      const text = Buffer.from(payload).toString('base64url');
      return `${text}.${sign(text).toString('base64url')}`;
    },
  };
}
