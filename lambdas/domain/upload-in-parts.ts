// Who may go on with an upload in parts, and when it is too late.
import type { Config } from './config.ts';
import { notFound, Refusal } from './errors.ts';
import type { FileRecord, Multipart, PendingFile } from './file.ts';
import { mayRead, type Principal } from './principal.ts';

/** A pending file that is sent in parts. */
export type FileInParts = PendingFile & { readonly multipart: Multipart };

/** Lets the owner on; whoever may read the file is `forbidden`, to everybody else it is `not_found`. */
export function requireOwner(
  file: FileRecord | undefined,
  principal: Principal,
  config: Config,
): FileRecord {
  if (!file || file.status === 'deleted') throw notFound();
  if (file.owner === principal.sub) return file;
  if (!mayRead(principal, file, config.collections[file.collection])) throw notFound();
  throw new Refusal('forbidden', 'Only the uploader of this file may do that.', {});
}

/** The file as one that still takes parts, or the `Refusal` that says why it does not. */
export function requireParts(file: FileRecord, now: Date): FileInParts {
  if (file.status !== 'pending') {
    throw new Refusal(
      'conflict',
      'The upload is over: the file has been judged. Ask for the file instead.',
      {},
    );
  }
  if (!file.multipart) {
    throw new Refusal(
      'conflict',
      'This file is sent as one form post, not in parts. Use the form it was issued with.',
      {},
    );
  }
  if (Date.parse(file.expiresAt) <= now.getTime()) {
    throw new Refusal(
      'upload_expired',
      `The upload lapsed at ${file.expiresAt}. Start a new one.`,
      { expiresAt: file.expiresAt },
    );
  }
  return { ...file, multipart: file.multipart };
}

/** The refusal when S3 no longer holds the parts. */
export const uploadGone = (): Refusal<'upload_gone'> =>
  new Refusal('upload_gone', 'S3 no longer holds the parts of this upload. Start a new one.', {});
