// Uploads files with the client library for tests that need existing files.
import { createAirlock } from '../../client/airlock.ts';
import { FileRejectedError } from '../../client/errors.ts';
import type { Username } from './people.ts';
import { stage } from './visit.ts';

/** Uploads a file as `username` and waits for its verdict, accepted or rejected. */
export async function send(username: Username, collection: string, file: File): Promise<void> {
  if (!stage) throw new Error('The local cloud is not running.');
  const { api, issuer, clientId } = stage;
  const form = { grant_type: 'password', username, password: 'x', client_id: clientId };
  const airlock = createAirlock({
    api,
    async getToken() {
      const response = await fetch(`${issuer}/token`, {
        method: 'POST',
        body: new URLSearchParams({ ...form, scope: 'openid' }),
      });
      return ((await response.json()) as { access_token: string }).access_token;
    },
  });
  await airlock.upload(file, { collection }).catch((error: unknown) => {
    if (!(error instanceof FileRejectedError)) throw error;
  });
}
