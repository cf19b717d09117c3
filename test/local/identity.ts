// A real issuer on a free port, with one client, for the tests of issuer and gateway.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openServer } from '../../local/http-server.ts';
import { createIssuer } from '../../local/issuer/issuer.ts';

export const client = {
  clientId: 'page',
  callbackUrls: ['http://127.0.0.1:9/'],
  logoutUrls: ['http://127.0.0.1:9/'],
  machineScopes: [],
};

/** The client of a program. */
export const machine = {
  clientId: 'backend',
  callbackUrls: [],
  logoutUrls: [],
  machineScopes: ['airlock/service', 'airlock/other'],
};

export async function startIssuer() {
  const directory = await mkdtemp(join(tmpdir(), 'airlock-issuer-'));
  const server = await openServer(0);
  const keyFile = join(directory, 'issuer.json');
  server.serve(
    await createIssuer({ url: server.url, clients: [client, machine], secret: 'secret', keyFile }),
  );
  return {
    url: server.url,
    keyFile,
    async close() {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Asks for tokens; the answer as it comes. */
export const requestTokens = (issuer: string, form: Record<string, string>) =>
  fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: client.clientId, ...form }),
  });

export async function accessTokenOf(issuer: string, username: string, scope = 'openid') {
  const response = await requestTokens(issuer, {
    grant_type: 'password',
    username,
    password: 'x',
    scope,
  });
  const { access_token } = (await response.json()) as { access_token: string };
  return access_token;
}
