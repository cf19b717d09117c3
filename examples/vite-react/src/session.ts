// An access token for every request. This one is from the sign-in of the local cloud; put that of your app here.
const { VITE_AIRLOCK_ISSUER: issuer, VITE_AIRLOCK_CLIENT_ID: clientId } = import.meta.env;

let session: { readonly token: string; readonly expiresAt: number } | undefined;

export async function getToken(): Promise<string> {
  if (session && session.expiresAt > Date.now() + 30_000) return session.token;
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
  const { access_token: token, expires_in: seconds } = await answer.json();
  session = { token, expiresAt: Date.now() + 1000 * seconds };
  return token;
}
