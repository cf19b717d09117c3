// Everything the page says about a file and a refusal, in sentences that tell what to do.
import {
  AirlockRefusal,
  FileHeldError,
  FileRejectedError,
  StorageError,
  UnavailableError,
  UploadFailedError,
} from '../client/errors.ts';
import { aTypeName } from '../lambdas/domain/content-types.ts';
import { extensionIn } from '../lambdas/domain/file-extensions.ts';
import type {
  File as FileRecord,
  PendingReason,
  Problem,
  Status,
} from '../lambdas/http/contract.ts';
import { bytesInWords } from './quantities.ts';
import { SessionEnded } from './session-ended.ts';
import { typeInWords } from './type-names.ts';

const statuses: Readonly<Record<Status, string>> = {
  pending: 'Pending',
  ready: 'Ready',
  rejected: 'Rejected',
  deleted: 'Deleted',
};

/** A status as a label. */
export const statusInWords = (status: Status): string => statuses[status];

const pendingReasons: Readonly<Record<PendingReason, string>> = {
  scanning: 'Its bytes were accepted. Waiting for the malware scan; it cannot be opened before.',
  held: 'It could not be scanned for malware and is held back. Ask who runs this site, or delete it and upload it in another format.',
};

/** What was decided about a file and what to do about it; a refusal is quoted as the server explains it. */
export function verdictInWords(file: FileRecord, now: Date): string {
  const { verdict } = file;
  if (file.status === 'pending') {
    if (file.pendingReason) return pendingReasons[file.pendingReason];
    return file.expiresAt !== undefined && now > new Date(file.expiresAt)
      ? 'Its bytes did not arrive in time. Upload it again.'
      : 'Waiting for its bytes, or being checked right now.';
  }
  if (file.status === 'ready') {
    const scanned = verdict?.scan ? ' Scanned: no malware found.' : '';
    return readyInWords(verdict?.declaredType, file.contentType) + scanned;
  }
  if (file.status === 'deleted') return 'It was deleted.';
  return verdict?.detail ?? 'It was refused. Ask who runs this site why.';
}

const readyInWords = (declared: string | undefined, detected: string): string =>
  declared === undefined || declared === detected
    ? 'Checked: its bytes match its type.'
    : `Checked: uploaded as ${aTypeName(declared)}, stored as what it is, ${aTypeName(detected)}.`;

/** A refusal of the API in words: what was wrong and what to do. */
export function refusalInWords(problem: Problem): string {
  switch (problem.code) {
    case 'invalid_request': {
      const wrong = problem.issues.map(({ field, message }) => `${field}: ${message}`).join('; ');
      return `The request was not understood (${wrong || problem.detail}). Change it and try again.`;
    }
    case 'unauthorized':
      return 'Your session has ended. Sign in again to go on.';
    case 'forbidden':
      return 'You may not do this here. Choose another collection, or ask for access.';
    case 'quota_exceeded':
      return quotaInWords(problem);
    case 'not_found':
      return 'This file is no longer here, or it is not yours to see.';
    case 'not_ready':
      return problem.fileStatus === 'pending'
        ? 'This file has not been checked yet. Wait a moment and try again.'
        : `This file cannot be opened: it is ${problem.fileStatus}.`;
    case 'conflict':
      return 'The file changed in the meantime. Reload the page and try again.';
    case 'idempotency_key_reused':
      return 'This upload clashes with an earlier one. Try again.';
    case 'upload_expired':
      return 'The time to finish this upload has passed. Upload the file again.';
    case 'upload_gone':
      return 'The storage no longer holds what was sent of this file. Upload it again.';
    case 'parts_incomplete':
      return 'Some parts of the file did not arrive. Try again.';
    case 'request_too_large':
      return 'This is more than can be asked at once. Shorten the texts and try again.';
    case 'file_too_large':
      return tooLargeInWords(problem.size, problem.maxBytes);
    case 'type_not_allowed':
      return problem.detail;
    case 'too_many_requests':
      return `Too many requests at once. Try again in ${secondsInWords(problem.retryAfterSeconds)}.`;
  }
}

function quotaInWords({
  resource,
  used,
  limit,
  needed,
}: Extract<Problem, { code: 'quota_exceeded' }>): string {
  if (resource === 'files') {
    return `You have ${used} of ${limit} files. Delete one that you no longer need and try again.`;
  }
  if (needed > limit) {
    return `It is ${bytesInWords(needed)}, more than all your space of ${bytesInWords(limit)}. Upload something smaller.`;
  }
  // Short enough to be read whole in the row of a file.
  return `Your space is full: ${bytesInWords(used)} of ${bytesInWords(limit)} are used, this needs ${bytesInWords(needed)}. Delete files and try again.`;
}

/** Why a file of this size is not taken, and what to do. */
export const tooLargeInWords = (size: number, maxBytes: number): string =>
  `It is ${bytesInWords(size)}; at most ${bytesInWords(maxBytes)} are taken here. Upload a smaller file or choose another collection.`;

/** Why a type that no collection lists is not even tried, and what to do; a type without a name is called by its ending. */
export function noTakerInWords(contentType: string, filename: string): string {
  const name = typeInWords(contentType);
  const kind = name === contentType ? extensionIn(filename) || 'without an ending' : name;
  return `No collection here takes this type of file (${kind}). Save it in another format and upload that.`;
}

const secondsInWords = (seconds: number): string =>
  seconds <= 1 ? 'a second' : `${Math.ceil(seconds)} seconds`;

/** Whether this error means that signing in again is the way on. */
export function asksForSignIn(error: unknown): boolean {
  if (error instanceof UploadFailedError) return asksForSignIn(error.cause);
  if (error instanceof AirlockRefusal) return error.code === 'unauthorized';
  return error instanceof SessionEnded;
}

/** Whatever was thrown, in words: what happened and what to do. */
export function errorInWords(error: unknown, now: Date): string {
  if (error instanceof AirlockRefusal) return refusalInWords(error.details);
  if (error instanceof FileRejectedError || error instanceof FileHeldError)
    return verdictInWords(error.file, now);
  if (error instanceof SessionEnded) return error.message;
  if (error instanceof UploadFailedError) return uploadFailureInWords(error.cause, now);
  if (error instanceof UnavailableError) {
    return error.status === undefined
      ? 'Airlock cannot be reached. Check your connection and try again.'
      : 'Airlock is busy or has a problem. Try again in a moment.';
  }
  return 'Something went wrong on this page. Reload it and try again.';
}

function uploadFailureInWords(cause: unknown, now: Date): string {
  if (cause instanceof StorageError) {
    const code = cause.code === '' ? '' : ` (${cause.code})`;
    return `The storage did not take the file${code}. Try again.`;
  }
  if (cause instanceof DOMException && cause.name === 'NotReadableError') {
    return 'The file can no longer be read. It may have been changed or moved; choose it again.';
  }
  if (cause instanceof UnavailableError || cause instanceof SessionEnded) {
    return errorInWords(cause, now);
  }
  return 'The file did not arrive. Try again.';
}
