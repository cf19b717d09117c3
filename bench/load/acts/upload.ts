// Acts of uploading: by form and in parts, into a private and a public collection, as a replacement, and abandoned half way.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { UploadOptions } from '../../../client/airlock.ts';
import { retry } from '../../../client/retry.ts';
import { transfer } from '../../../client/transfer.ts';
import { MiB } from '../../../lambdas/domain/sizes.ts';
import { issue, lookUntil, refusalOf, textClaim } from '../../user.ts';
import { anyOf, type Client, digestOf, type Kept, readFile } from '../client.ts';
import { act, always, isNotPublic, maxActSeconds } from './act.ts';

const noteBytes = 5 * 1024;
/** Two parts, since the client cuts parts of 8 MiB. */
const filmBytes = 8 * MiB + 1;
/** One part, and yet too large for a form. */
const draftBytes = 5 * MiB + 1;

/** A unique text. */
const makeText = (bytes: number): string => randomUUID().padEnd(bytes, ' and so on');

/** Uploads a new text and waits until it is ready. */
async function upload(
  { airlock, crowd }: Client,
  bytes: number,
  options: UploadOptions,
): Promise<Kept> {
  const contents = makeText(bytes);
  const digest = digestOf(contents);
  const source = new File([contents], 'note.txt', { type: 'text/plain' });
  const signal = AbortSignal.timeout(maxActSeconds * 1000);
  const task = airlock.upload(source, { signal, ...options });
  try {
    const { id, revision } = await task;
    return { id, digest, collection: options.collection, revision, isPublic: false };
  } finally {
    if (task.fileId) crowd.digests.set(task.fileId, digest);
  }
}

/** The first act of every client. */
export async function sendNote(client: Client): Promise<void> {
  client.files.push(await upload(client, noteBytes, { collection: 'documents' }));
}

/** The most frequent act of those that write. */
export const uploadNote = act('upload, until ready', 10, always, sendNote);

/** Forgets a file that is about to be deleted or replaced; its grant is no longer certain. */
export function forget({ files }: Client, file: Kept): void {
  if (file.grant) file.grant.isSure = false;
  files.splice(files.indexOf(file), 1);
}

/** Waits until everybody can read a public file, under its own address. */
export async function awaitPublished({ airlock }: Client, file: Kept): Promise<void> {
  const look = async () => (await airlock.get(file.id)).url;
  await readFile(await lookUntil(look, maxActSeconds / 2, `${file.id} to be published`), file);
}

/** All ways to upload. */
export const uploading = [
  uploadNote,
  act('upload in parts, until ready', 0.5, always, async (client) => {
    client.files.push(await upload(client, filmBytes, { collection: 'documents' }));
  }),
  act('upload to a public collection, until published', 2, always, async (client) => {
    const file = await upload(client, noteBytes, { collection: 'bulletins' });
    await awaitPublished(client, file);
    client.files.push({ ...file, isPublic: true });
  }),
  act('replace, until ready', 3, isNotPublic, async (client, file) => {
    forget(client, file);
    const { collection, id, grant } = file;
    const { digest, revision } = await upload(client, noteBytes, { collection, replaces: id });
    const shared = grant && { ...grant, isSure: true };
    client.files.push({ ...file, digest, revision, grant: shared });
  }),
  act('upload and abort', 2, always, async (client) => {
    const phase = anyOf(['uploading', 'checking'] as const);
    const aborting = new AbortController();
    const options: UploadOptions = {
      collection: 'documents',
      signal: aborting.signal,
      onProgress: (progress) => progress.phase === phase && aborting.abort(),
    };
    try {
      client.files.push(await upload(client, noteBytes, options));
    } catch (error) {
      if (!aborting.signal.aborted) throw error;
    }
  }),
  act('begin in parts, list them, abandon', 1, always, async (client) => {
    const { api, crowd } = client;
    const contents = makeText(draftBytes);
    const { file } = await issue(client, textClaim(draftBytes));
    crowd.digests.set(file.id, digestOf(contents));
    const early = await refusalOf(api.complete(file.id));
    assert(early === 'parts_incomplete', `completing without parts was answered ${early}`);
    const [part] = await api.signParts(file.id, [{ partNumber: 1 }]);
    assert(part !== undefined, 'no part was signed');
    const { url, headers } = part;
    const body = [new TextEncoder().encode(contents)];
    await retry(() => transfer({ method: 'PUT', url, headers, body }));
    const held = await api.listParts(file.id);
    assert(held.length === 1 && held[0]?.size === draftBytes, 'the part is not listed');
    await api.remove(file.id);
    const gone = await refusalOf(api.get(file.id));
    assert(gone === 'not_found', `an abandoned file is answered ${gone}`);
  }),
];
