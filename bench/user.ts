// A signed-in user of a local cloud: the project's own client library, and the calls beneath it.

import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Airlock, createAirlock } from '../client/airlock.ts';
import { type Api, createApi } from '../client/api.ts';
import { AirlockRefusal } from '../client/errors.ts';
import { createSend } from '../client/http.ts';
import { createPartsApi, type PartsApi } from '../client/parts-api.ts';
import { createServerClock } from '../client/server-clock.ts';
import type { IssueRequest } from '../lambdas/http/claim-requests.ts';
import type { IssueResponse } from '../lambdas/http/contract.ts';
import type { Addresses } from '../local/controls.ts';
import { accessToken } from '../test/access-token.ts';
import { postTo } from '../test/backend.ts';

/** What a user has: an access token, the library, and its calls for what the library does by itself. */
export interface User {
  readonly token: string;
  readonly airlock: Airlock;
  readonly api: Api & PartsApi;
}

/** A user of the API at `base` who has a token. */
export function userOf(base: string, token: string): User {
  const getToken = () => token;
  const clock = createServerClock();
  const send = createSend(base, getToken, clock);
  return {
    token,
    airlock: createAirlock({ api: base, getToken }),
    api: { ...createApi(send, clock), ...createPartsApi(send) },
  };
}

/** Signs in as one of the local users. */
export const signIn = async (addresses: Addresses, username: string): Promise<User> =>
  userOf(addresses.api, await accessToken(addresses, username));

/** The claim of a text of so many bytes for the collection `documents`. */
export const textClaim = (size: number) => ({
  collection: 'documents',
  filename: 'note.txt',
  contentType: 'text/plain',
  size,
});

/** Issues an upload. */
export const issue = ({ api }: User, claim: IssueRequest): Promise<IssueResponse> =>
  api.issue(claim, randomUUID());

const pollMilliseconds = 10;

/** Waits until a file is ready. Throws when it is refused. */
export async function awaitReady({ api }: User, fileId: string): Promise<void> {
  let { status } = await api.get(fileId);
  while (status === 'pending') {
    await delay(pollMilliseconds);
    ({ status } = await api.get(fileId));
  }
  if (status !== 'ready') throw new Error(`The file is ${status}.`);
}

/** The code of the refusal that a call ends in. Throws when it ends in none. */
export async function refusalOf(call: Promise<unknown>): Promise<AirlockRefusal['code']> {
  const error = await call.then(
    () => new Error('The API did not refuse what it has to refuse.'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof AirlockRefusal) return error.code;
  throw error;
}

/** Posts the bytes by an issued form, as a browser does; returns the key that the form names. */
export async function postForm(
  { upload }: IssueResponse,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> {
  if (upload?.kind !== 'post') throw new Error('The upload was not issued as a form.');
  const status = await postTo(upload, bytes);
  if (status !== 201) throw new Error(`S3 answered the form with ${status}.`);
  return upload.fields.key ?? '';
}
