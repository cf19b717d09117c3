// Returns an access token for the page. This one signs in to the local cloud as alice; return that of your session here.
export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  const { AIRLOCK_ISSUER: issuer, AIRLOCK_CLIENT_ID: clientId = '' } = process.env;
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      username: 'alice',
      password: 'any',
      client_id: clientId,
      scope: 'openid',
    }),
  });
  const { access_token: token } = await answer.json();
  return new Response(token);
}
