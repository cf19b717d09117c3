// Whether an upload in parts still takes parts.
import { Refusal } from './errors.ts';
import { type FileRecord, hasArrived, type Multipart, type PendingFile } from './file.ts';

/** A pending file that is sent in parts. */
export type FileInParts = PendingFile & { readonly multipart: Multipart };

/** The file as one that still takes parts, or the `Refusal` that says why it does not. */
export function requireParts(file: FileRecord, now: Date): FileInParts {
  if (file.status !== 'pending' || hasArrived(file)) {
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
      `The upload expired at ${file.expiresAt}. Start a new one.`,
      { expiresAt: file.expiresAt },
    );
  }
  return { ...file, multipart: file.multipart };
}

/** The refusal when S3 no longer holds the parts. */
export const uploadGone = (): Refusal<'upload_gone'> =>
  new Refusal('upload_gone', 'S3 no longer holds the parts of this upload. Start a new one.', {});
