// An issuer on a free port: discovery, keys, and the code flow, with tokens as the recipe of a provider has them.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JWTPayload } from 'jose';
import { encode, type SigningKey, sign } from './keys.ts';

/** Who signs in. */
export interface Person {
  readonly sub: string;
  readonly email: string;
  readonly groups: readonly string[];
}

/** How a provider differs from others. */
export interface Provider {
  /** The path of the issuer, with or without a slash at the end. */
  readonly path: string;
  /** The path of its keys. */
  readonly keysPath: string;
  readonly hasDiscovery: boolean;
  readonly key: SigningKey;
  /** Claims of an access token beside `iss`, `iat` and `exp`. */
  claims(person: Person, issuer: string): JWTPayload;
  /** The header beside `alg` and `kid`. */
  readonly header?: object;
  /** Whether an access token is opaque when no audience was asked for. */
  readonly needsAudience?: boolean;
  readonly clientId?: string;
}

/** An issuer that listens. */
export interface RunningIssuer {
  readonly issuer: string;
  readonly jwksUri: string;
  /** The access token of a person, with claims changed; one that is undefined is left out. */
  token(person: Person, changes?: JWTPayload): Promise<string>;
  /** What its key set holds; empty it to have it fail. */
  readonly keys: SigningKey[];
  /** Who is signed in at the next request for a code. */
  person: Person;
  close(): Promise<void>;
}

const lifetimeSeconds = 300;

/** Starts an issuer of a kind. */
export async function startIssuer(provider: Provider, person: Person): Promise<RunningIssuer> {
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = origin + provider.path;
  const base = issuer.replace(/\/$/, '');
  const codes = new Map<string, { person: Person; audience: string | null }>();

  const signed = (claims: JWTPayload, header: object = {}) => {
    const iat = Math.floor(Date.now() / 1000);
    const all = { iss: issuer, iat, exp: iat + lifetimeSeconds, ...claims };
    return sign(running.keys.at(-1) ?? provider.key, JSON.parse(JSON.stringify(all)), header);
  };

  const documents: Readonly<Record<string, () => unknown>> = {
    ...(provider.hasDiscovery && {
      [`${base}/.well-known/openid-configuration`]: () => ({
        issuer,
        authorization_endpoint: `${base}/authorize`,
        token_endpoint: `${base}/token`,
        end_session_endpoint: `${base}/logout`,
        jwks_uri: origin + provider.keysPath,
      }),
    }),
    [origin + provider.keysPath]: () => ({ keys: running.keys.map(({ jwk }) => jwk) }),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', origin);
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', '*');
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    const address = origin + url.pathname;
    if (address === `${base}/authorize`) return redirect(url.searchParams, response);
    if (address === `${base}/token`) return send(response, await tokens(await formOf(request)));
    const document = documents[address]?.();
    if (document === undefined) return void response.writeHead(404).end();
    send(response, document);
  }

  function redirect(query: URLSearchParams, response: ServerResponse): void {
    const code = randomUUID();
    codes.set(code, { person: running.person, audience: query.get('audience') });
    const target = new URL(query.get('redirect_uri') ?? origin);
    target.searchParams.set('code', code);
    target.searchParams.set('state', query.get('state') ?? '');
    response.writeHead(302, { location: target.href }).end();
  }

  async function tokens(form: URLSearchParams): Promise<unknown> {
    const asked = codes.get(form.get('code') ?? '');
    if (!asked) return { error: 'invalid_grant' };
    const { sub, email } = asked.person;
    const isOpaque = provider.needsAudience && asked.audience === null;
    return {
      access_token: isOpaque ? encode(randomUUID()) : await running.token(asked.person),
      // Groups are in the access token alone, as with most providers.
      id_token: await signed({ sub, email, aud: form.get('client_id') ?? '' }),
      token_type: 'Bearer',
      expires_in: lifetimeSeconds,
      scope: 'openid',
    };
  }

  const running: RunningIssuer = {
    issuer,
    jwksUri: origin + provider.keysPath,
    keys: [provider.key],
    person,
    token: (who, changes = {}) =>
      signed({ ...provider.claims(who, issuer), ...changes }, provider.header),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return running;
}

const send = (response: ServerResponse, value: unknown): void => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
};

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}
