// What people do in the scenarios, and what they were promised when they were answered.
import { randomUUID } from 'node:crypto';
import type { Grantee, Principal } from '../../lambdas/domain/access.ts';
import { postTo } from '../backend.ts';
import { eicar } from '../clamd.ts';
import { badContents, goodContents } from './collections.ts';
import type { Answer, Stage } from './stage.ts';

/** Who uploads, who is shared with, and who has nothing to do with it. */
export const ann: Principal = { sub: 'ann', groups: [] };
export const ben: Principal = { sub: 'ben', groups: [] };
export const eve: Principal = { sub: 'eve', groups: [] };

const asGrantee = ({ sub }: Principal): Grantee => `user:${sub}`;

/** What may differ about an upload. */
export interface UploadOptions {
  readonly collection?: string;
  readonly size?: number;
  readonly replaces?: string;
  /** Not what it is claimed to be. */
  readonly isBad?: boolean;
  /** Text, and a threat to every scanner. */
  readonly isInfected?: boolean;
}

/** An upload that was issued. */
export type Issued = Awaited<ReturnType<Stage['useCases']['issue']>>;

const answered = <Value>(answer: Answer<Value>): Value | undefined =>
  'value' in answer ? answer.value : undefined;

/** Ann asks for an upload. */
export async function issue(
  stage: Stage,
  {
    collection = 'notes',
    isInfected,
    size = isInfected ? eicar.length : 40,
    replaces,
  }: UploadOptions = {},
): Promise<Issued | undefined> {
  const claim = {
    collection,
    filename: 'note.txt',
    contentType: 'text/plain',
    size,
    ...(replaces && { replaces }),
  };
  const key = randomUUID();
  stage.ledger.uploadsAsked += 1;
  const answer = await stage.ask('issue-upload', () => stage.useCases.issue(claim, ann, key));
  const issued = answered(answer);
  if (issued) stage.ledger.of(issued.file.id);
  return issued;
}

/** Ann's browser sends what was asked for, in one form or in parts. */
export async function send(
  stage: Stage,
  { file, upload }: Issued,
  { isBad = false, isInfected = false }: UploadOptions = {},
): Promise<void> {
  const promised = stage.ledger.of(file.id);
  const isRefused = isBad || isInfected;
  const text = isInfected ? Buffer.from(eicar) : goodContents(file.id, file.size);
  const bytes = isBad ? badContents(file.size) : text;
  if (!isRefused) promised.contents.add(bytes.toString());
  const isSent =
    upload?.kind === 'post'
      ? (await postTo(upload, bytes)) === 201
      : await sendInParts(stage, file.id, bytes);
  // S3 has it: it may not be lost any more.
  if (isSent) promised.fate = isRefused ? 'rejected' : 'ready';
}

async function sendInParts(stage: Stage, id: string, bytes: Buffer<ArrayBuffer>): Promise<boolean> {
  if (!(await sendPart(stage, id, bytes))) return false;
  const answer = await stage.ask('complete-upload', () => stage.useCases.complete(id, ann));
  return 'value' in answer;
}

/** Ann's browser sends the only part of a file. */
export async function sendPart(
  stage: Stage,
  id: string,
  bytes: Buffer<ArrayBuffer>,
): Promise<boolean> {
  const wanted = { parts: [{ partNumber: 1 }] };
  const answer = await stage.ask('sign-parts', () => stage.useCases.signParts(id, wanted, ann));
  const part = answered(answer)?.parts[0];
  if (!part) return false;
  const response = await fetch(part.url, { method: 'PUT', headers: part.headers, body: bytes });
  await response.arrayBuffer();
  return response.ok;
}

/** Ann looks at her file; once it is ready she is served what she sent, and always the same. */
export async function look(stage: Stage, id: string): Promise<void> {
  const file = answered(await stage.ask('get-file', () => stage.useCases.get(id, ann)));
  if (file?.status !== 'ready') return;
  const promised = stage.ledger.of(id);
  const contents = await read(stage, id, ann);
  if (contents === undefined) return;
  if (!promised.contents.has(contents)) stage.ledger.wrong.push(`${id} served unjudged bytes`);
  if ((promised.served ?? contents) !== contents) stage.ledger.wrong.push(`${id} changed`);
  promised.served = contents;
}

/** Somebody downloads a file: its contents, or undefined when it was not to be had. */
export async function read(stage: Stage, id: string, who: Principal): Promise<string | undefined> {
  const asked = await stage.ask('issue-download', () =>
    stage.useCases.download(id, who, undefined),
  );
  const link = answered(asked);
  if (!link) return undefined;
  const response = await fetch(link.url);
  const text = await response.text();
  return response.ok ? text : undefined;
}

/** Ann shares her file with Ben. */
export async function share(stage: Stage, id: string): Promise<void> {
  const { readers } = stage.ledger.of(id);
  const grantee = asGrantee(ben);
  const asked = await stage.ask('add-grant', () => stage.useCases.share(id, grantee, ann));
  if ('value' in asked) readers.add(grantee);
}

/** Ann takes the share back. */
export async function unshare(stage: Stage, id: string): Promise<void> {
  const { readers, strangers } = stage.ledger.of(id);
  const grantee = asGrantee(ben);
  readers.delete(grantee);
  const asked = await stage.ask('remove-grant', () => stage.useCases.unshare(id, grantee, ann));
  if ('value' in asked) strangers.add(grantee);
}

/** Ann makes a link; gives its id. */
export async function link(
  stage: Stage,
  id: string,
): Promise<{ id: string; token: string } | undefined> {
  const wanted = { expiresInSeconds: 60 * 24 * 3600 };
  const asked = await stage.ask('issue-link', () =>
    stage.useCases.link(id, wanted, ann, 'https://example.com'),
  );
  const made = answered(asked);
  if (!made) return undefined;
  const token = made.url.split('/').at(-1) ?? '';
  stage.ledger.of(id).links.add(token);
  return { id: made.id, token };
}

/** Somebody follows a link. */
export const follow = (stage: Stage, token: string) =>
  stage.ask('follow-link', () => stage.useCases.follow(token));

/** Ann revokes a link. */
export async function revoke(
  stage: Stage,
  id: string,
  made: { readonly id: string; readonly token: string },
): Promise<void> {
  const { links, deadLinks } = stage.ledger.of(id);
  links.delete(made.token);
  const asked = await stage.ask('revoke-link', () => stage.useCases.revoke(id, made.id, ann));
  if ('value' in asked) deadLinks.add(made.token);
}

/** Ann shows her file to everybody, or to nobody any more. */
export const show = (stage: Stage, id: string, visibility: 'public' | 'private') =>
  stage.ask('edit-file', () => stage.useCases.edit(id, { visibility }, ann));

/** Ann deletes her file. */
export async function remove(stage: Stage, id: string): Promise<void> {
  const promised = stage.ledger.of(id);
  promised.mayEnd = true;
  const asked = await stage.ask('delete-file', () => stage.useCases.remove(id, ann));
  if ('value' in asked) promised.fate = 'deleted';
}
