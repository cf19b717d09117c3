// An access token of a local cloud.
import type { Addresses } from '../../local/controls.ts';

/** Signs in as `alice`. */
export async function accessToken({ issuer, clientId }: Addresses): Promise<string> {
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ grant_type: 'password', username: 'alice', password: 'x' },
      ...{ client_id: clientId, scope: 'openid' },
    }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return token;
}
