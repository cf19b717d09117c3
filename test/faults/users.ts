// User actions in the scenarios; each records what its response lets the user expect.
import { randomUUID } from 'node:crypto';
import type { Grantee, Principal } from '../../lambdas/domain/access.ts';
import { bearerOf, noPermission } from '../../lambdas/domain/upload-permission.ts';
import { postTo } from '../backend.ts';
import { eicar } from '../clamd.ts';
import { badContents, FORM_ORIGIN, goodContents, picture } from './collections.ts';
import type { Answer, Environment } from './environment.ts';

/** The owner, a user with grants, and a user without permissions. */
export const ann: Principal = { sub: 'ann', groups: [] };
export const ben: Principal = { sub: 'ben', groups: [] };
export const eve: Principal = { sub: 'eve', groups: [] };

const asGrantee = ({ sub }: Principal): Grantee => `user:${sub}`;

/** Options of an upload. */
export interface UploadOptions {
  readonly collection?: string;
  readonly size?: number;
  readonly replaces?: string;
  /** Whether the upload is a form that was issued before the file was known, for twice its bytes. */
  readonly isForm?: boolean;
  /** Whether the contents do not match the claim. */
  readonly isBad?: boolean;
  /** Whether the contents are the EICAR test file. */
  readonly isInfected?: boolean;
  /** Whether they are a picture. */
  readonly isPicture?: boolean;
  /** Id of the upload permission by which the bearer of its token uploads, for the owner. */
  readonly permissionId?: string | undefined;
}

/** An issued upload. */
export type Issued = Awaited<ReturnType<Environment['useCases']['issue']>>;

const answeredValue = <Value>(answer: Answer<Value>): Value | undefined =>
  'value' in answer ? answer.value : undefined;

/** Requests an upload as the owner. */
export async function issue(
  env: Environment,
  {
    collection = 'notes',
    isInfected,
    isPicture,
    size = isInfected ? eicar.length : isPicture ? picture.length : 40,
    replaces,
    permissionId,
    isForm,
  }: UploadOptions = {},
): Promise<Issued | undefined> {
  const claim = {
    collection,
    ...(isPicture
      ? { filename: 'picture.png', contentType: 'image/png' }
      : { filename: 'note.txt', contentType: 'text/plain' }),
    size,
    ...(replaces && { replaces }),
  };
  const key = randomUUID();
  env.expected.uploadsRequested += permissionId ? 0 : 1;
  const answer = await env.call('issue-upload', async () => {
    if (isForm) return issueForm(env, claim, key);
    if (!permissionId) return env.useCases.issue(claim, ann, key);
    const at = env.now.toISOString();
    const permission = await env.useCases.findUploadPermission(permissionId, at);
    if (!permission) throw noPermission();
    return env.useCases.issue(claim, bearerOf(permissionId, at), key, permission);
  });
  const issued = answeredValue(answer);
  if (issued) env.expected.of(issued.file.id);
  return issued;
}

/** Requests a form for twice the bytes of a claim. */
async function issueForm(
  env: Environment,
  { collection, size }: { readonly collection: string; readonly size: number },
  key: string,
): Promise<Issued> {
  const asked = { collection, maxBytes: 2 * size, redirectTo: `${FORM_ORIGIN}/` };
  const { form, ...issued } = await env.useCases.issueForm(asked, ann, key);
  return { ...issued, ...(form && { upload: { kind: 'post', ...form } }) };
}

/** Uploads the bytes, as one form or in parts. */
export async function sendBytes(
  env: Environment,
  { file, upload }: Issued,
  { isBad = false, isInfected = false, isPicture = false, replaces }: UploadOptions = {},
): Promise<void> {
  const expectedFile = env.expected.of(file.id);
  const isRejected = isBad || isInfected;
  const size = file.maxBytes === undefined ? file.size : file.maxBytes / 2;
  const text = isInfected ? Buffer.from(eicar) : goodContents(file.id, size);
  const bytes = isBad ? badContents(size) : isPicture ? picture : text;
  if (!isRejected) {
    expectedFile.contents.add(bytes.toString());
    if (replaces) env.expected.of(replaces).contents.add(bytes.toString());
  }
  const isStored =
    upload?.kind === 'post'
      ? [201, 303].includes(await postTo(upload, bytes))
      : await sendInParts(env, file.id, bytes);
  // Stored in S3: the file must not be lost from now on.
  if (isStored) expectedFile.status = isRejected ? 'rejected' : 'ready';
}

async function sendInParts(
  env: Environment,
  id: string,
  bytes: Buffer<ArrayBuffer>,
): Promise<boolean> {
  if (!(await sendPart(env, id, bytes))) return false;
  const answer = await env.call('complete-upload', () => env.useCases.complete(id, ann));
  return 'value' in answer;
}

/** Uploads the only part of a multipart upload. */
export async function sendPart(
  env: Environment,
  id: string,
  bytes: Buffer<ArrayBuffer>,
): Promise<boolean> {
  const wanted = { parts: [{ partNumber: 1 }] };
  const answer = await env.call('sign-parts', () => env.useCases.signParts(id, wanted, ann));
  const part = answeredValue(answer)?.parts[0];
  if (!part) return false;
  const response = await fetch(part.url, { method: 'PUT', headers: part.headers, body: bytes });
  await response.arrayBuffer();
  return response.ok;
}

/** Reads the owner's file; once it is ready, its contents must be valid and must never change. */
export async function checkFile(env: Environment, id: string): Promise<void> {
  const file = answeredValue(await env.call('get-file', () => env.useCases.get(id, ann)));
  if (file?.status !== 'ready') return;
  const expectedFile = env.expected.of(id);
  const contents = await readFile(env, id, ann);
  if (contents === undefined) return;
  if (!expectedFile.contents.has(contents))
    env.expected.violations.push(`${id} served unjudged bytes`);
  const { served = contents, isReplaced } = expectedFile;
  if (served !== contents && !isReplaced) env.expected.violations.push(`${id} changed`);
  expectedFile.served = contents;
}

/** Downloads a file as `who`: its contents, or undefined when the download is refused or fails. */
export async function readFile(
  env: Environment,
  id: string,
  who: Principal,
): Promise<string | undefined> {
  const answer = await env.call('issue-download', () => env.useCases.download(id, who, undefined));
  const link = answeredValue(answer);
  if (!link) return undefined;
  const response = await fetch(link.url);
  const text = await response.text();
  return response.ok ? text : undefined;
}

/** Shares the owner's file, with Ben unless it says with whom. */
export async function share(env: Environment, id: string, who: Principal = ben): Promise<void> {
  const { readers } = env.expected.of(id);
  const grantee = asGrantee(who);
  const answer = await env.call('add-grant', () => env.useCases.share(id, grantee, ann));
  if ('value' in answer) readers.add(grantee);
}

/** Removes Ben's grant. */
export async function unshare(env: Environment, id: string): Promise<void> {
  const { readers, nonReaders } = env.expected.of(id);
  const grantee = asGrantee(ben);
  readers.delete(grantee);
  const answer = await env.call('remove-grant', () => env.useCases.unshare(id, grantee, ann));
  if ('value' in answer) nonReaders.add(grantee);
}

/** Creates a link; returns its id and token. */
export async function createLink(
  env: Environment,
  id: string,
): Promise<{ id: string; token: string } | undefined> {
  const wanted = { expiresInSeconds: 60 * 24 * 3600 };
  const answer = await env.call('issue-link', () =>
    env.useCases.link(id, wanted, ann, 'https://example.com'),
  );
  const made = answeredValue(answer);
  if (!made) return undefined;
  const token = made.url.split('/').at(-1) ?? '';
  env.expected.of(id).links.add(token);
  return { id: made.id, token };
}

/** Follows a link anonymously. */
export const followLink = (env: Environment, token: string) =>
  env.call('follow-link', () => env.useCases.follow(token));

/** Opens the page of a link. */
export const showLink = (env: Environment, token: string) =>
  env.call('follow-link', () => env.useCases.showLink(token));

/** Revokes a link. */
export async function revokeLink(
  env: Environment,
  id: string,
  made: { readonly id: string; readonly token: string },
): Promise<void> {
  const { links, revokedLinks } = env.expected.of(id);
  links.delete(made.token);
  const answer = await env.call('revoke-link', () => env.useCases.revoke(id, made.id, ann));
  if ('value' in answer) revokedLinks.add(made.token);
}

/** Makes the owner's file public or private. */
export const setVisibility = (env: Environment, id: string, visibility: 'public' | 'private') =>
  env.call('edit-file', () => env.useCases.edit(id, { visibility }, ann));

/** Deletes the owner's file. */
export async function remove(env: Environment, id: string): Promise<void> {
  const expectedFile = env.expected.of(id);
  expectedFile.mayBeDeleted = true;
  const answer = await env.call('delete-file', () => env.useCases.remove(id, ann));
  if ('value' in answer) expectedFile.status = 'deleted';
}
