// Signs in to a local cloud as a program does: an access token of one of its users.
import type { Addresses } from '../local/controls.ts';

/** Signs in with a password, which any text is here. */
export async function accessToken(
  { issuer, clientId }: Pick<Addresses, 'issuer' | 'clientId'>,
  username = 'alice',
): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ grant_type: 'password', username, password: 'x' },
      ...{ client_id: clientId, scope: 'openid' },
    }),
  });
  if (!response.ok) throw new Error(`${username} was not signed in: ${await response.text()}`);
  const { access_token: token } = (await response.json()) as { access_token: string };
  return token;
}

/** Obtains a token as the application's backend does at Cognito, by client credentials. */
export async function serviceToken({
  issuer,
  serviceClientId = '',
}: Pick<Addresses, 'issuer' | 'serviceClientId'>): Promise<string> {
  const response = await fetch(`${issuer}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${serviceClientId}:secret`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  if (!response.ok) throw new Error(`The service got no token: ${await response.text()}`);
  const { access_token: token } = (await response.json()) as { access_token: string };
  return token;
}
