// A signed-in user of a local cloud: the project's own client library, and the calls beneath it.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createAirlock } from '../client/airlock.ts';
import { createApi } from '../client/api.ts';
import { AirlockRefusal } from '../client/errors.ts';
import { createSend } from '../client/http.ts';
import { createPartsApi } from '../client/parts-api.ts';
import { createServerClock } from '../client/server-clock.ts';
import type { IssueRequest } from '../lambdas/http/claim-requests.ts';
import type { IssueResponse } from '../lambdas/http/contract.ts';
import type { Addresses } from '../local/controls.ts';
import { accessToken } from '../test/access-token.ts';
import { postTo } from '../test/backend.ts';

/** A user: an access token, the library, and the calls that the library makes itself. */
export type User = ReturnType<typeof userOf>;

/** A user of the API at `base` who has a token. */
export function userOf(base: string, token: string) {
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

/** A text of 5 KiB. */
export const note = new TextEncoder().encode('Airlock '.repeat(640));
export const noteClaim: IssueRequest = textClaim(note.byteLength);

/** Issues an upload. */
export const issue = ({ api }: User, claim: IssueRequest): Promise<IssueResponse> =>
  api.issue(claim, randomUUID());

/** Polls until a value is found; throws after so many seconds, with a description of the value. */
export async function lookUntil<Value>(
  look: () => Promise<Value | undefined>,
  seconds: number,
  what: string,
  pollMilliseconds = 250,
): Promise<Value> {
  const until = performance.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > until) throw new Error(`${what}: not within ${seconds} s`);
    await delay(pollMilliseconds);
  }
}

/** Waits until a file is ready. Throws when it is refused. */
export async function awaitReady({ api }: User, fileId: string): Promise<void> {
  const look = async () => {
    const { status } = await api.get(fileId);
    return status === 'pending' ? undefined : status;
  };
  const status = await lookUntil(look, 600, `${fileId} to be validated`, 10);
  if (status !== 'ready') throw new Error(`The file is ${status}.`);
}

/** Uploads the note by hand, from the claim to the verdict. */
export async function uploadNote(user: User): Promise<void> {
  const issued = await issue(user, noteClaim);
  await postForm(issued, note);
  await awaitReady(user, issued.file.id);
}

/** The code of the refusal that a call ends in. Throws when the call is not refused. */
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
