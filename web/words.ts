// The page's messages about files and errors; each says what to do next.

import {
  AirlockRefusal,
  FileHeldError,
  FileRejectedError,
  StorageError,
  UnavailableError,
  UploadFailedError,
} from '../client/errors.ts';
import { bytesInWords } from '../lambdas/domain/bytes-in-words.ts';
import { aTypeName } from '../lambdas/domain/content-types.ts';
import { extensionIn } from '../lambdas/domain/file-extensions.ts';
import type {
  File as FileRecord,
  PendingReason,
  Problem,
  Status,
} from '../lambdas/http/contract.ts';
import { SessionEndedError } from './session-ended.ts';
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
  scanning: 'Validated. Waiting for the malware scan; the file cannot be opened before.',
  held: 'The file could not be scanned for malware and is held back. Contact the administrator, or delete it and upload it in another format.',
};

/** The verdict on a file and what to do next; for a rejected file, the server's own explanation. */
export function verdictInWords(file: FileRecord, now: Date): string {
  const { verdict } = file;
  if (file.status === 'pending') {
    if (file.pendingReason) return pendingReasons[file.pendingReason];
    return file.expiresAt !== undefined && now > new Date(file.expiresAt)
      ? 'The file did not arrive in time. Upload it again.'
      : 'Waiting for the upload, or being validated.';
  }
  if (file.status === 'ready') {
    const scanned = verdict?.scan ? ' Scanned: no malware found.' : '';
    return readyInWords(verdict?.declaredType, file.contentType) + scanned;
  }
  if (file.status === 'deleted') return 'The file was deleted.';
  return verdict?.detail ?? 'The file was rejected. Contact the administrator.';
}

const readyInWords = (declared: string | undefined, detected: string): string =>
  declared === undefined || declared === detected
    ? 'Validated: the content matches the file type.'
    : `Validated: uploaded as ${aTypeName(declared)}, stored as ${aTypeName(detected)}.`;

/** The message for an error of the API: what is wrong and what to do next. */
export function refusalInWords(problem: Problem): string {
  switch (problem.code) {
    case 'invalid_request': {
      const wrong = problem.issues.map(({ field, message }) => `${field}: ${message}`).join('; ');
      return `The request is invalid (${wrong || problem.detail}). Correct it and try again.`;
    }
    case 'unauthorized':
      return 'Your session has ended. Sign in again to continue.';
    case 'forbidden':
      return 'You do not have permission for this. Choose another collection, or ask the administrator for access.';
    case 'quota_exceeded':
      return quotaInWords(problem);
    case 'not_found':
      return 'This file does not exist, or it is not shared with you.';
    case 'method_not_allowed':
      return 'The page and the server are of different versions. Reload the page.';
    case 'not_ready':
      return problem.fileStatus === 'pending'
        ? 'This file has not been validated yet. Wait a moment and try again.'
        : `This file cannot be opened: it is ${problem.fileStatus}.`;
    case 'conflict':
      return 'The file was changed by another request. Reload the page and try again.';
    case 'idempotency_key_reused':
      return 'This upload conflicts with an earlier one. Try again.';
    case 'upload_expired':
      return 'The time to finish this upload has passed. Upload the file again.';
    case 'upload_gone':
      return 'The storage no longer has the uploaded parts of this file. Upload it again.';
    case 'parts_incomplete':
      return 'Some parts of the file did not arrive. Try again.';
    case 'request_too_large':
      return 'The request is too large. Shorten the texts and try again.';
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
    return `The file has ${bytesInWords(needed)}, more than your whole quota of ${bytesInWords(limit)}. Upload a smaller file.`;
  }
  // Short enough for the row of a file.
  return `Your quota is full: ${bytesInWords(used)} of ${bytesInWords(limit)} are used, this needs ${bytesInWords(needed)}. Delete files and try again.`;
}

/** Why a file of this size is refused, and what to do next. */
export const tooLargeInWords = (size: number, maxBytes: number): string =>
  `The file has ${bytesInWords(size)}; at most ${bytesInWords(maxBytes)} are accepted here. Upload a smaller file or choose another collection.`;

/** Why a type that no collection accepts is refused, and what to do next; a type without a name is shown by its extension. */
export function noTakerInWords(contentType: string, filename: string): string {
  const name = typeInWords(contentType);
  const kind = name === contentType ? extensionIn(filename) || 'without an extension' : name;
  return `No collection accepts this type of file (${kind}). Save it in another format and upload that.`;
}

const secondsInWords = (seconds: number): string =>
  seconds <= 1 ? 'a second' : `${Math.ceil(seconds)} seconds`;

/** Whether the user has to sign in again. */
export function asksForSignIn(error: unknown): boolean {
  if (error instanceof UploadFailedError) return asksForSignIn(error.cause);
  if (error instanceof AirlockRefusal) return error.code === 'unauthorized';
  return error instanceof SessionEndedError;
}

/** The message for any error: what happened and what to do next. */
export function errorInWords(error: unknown, now: Date): string {
  if (error instanceof AirlockRefusal) return refusalInWords(error.details);
  if (error instanceof FileRejectedError || error instanceof FileHeldError)
    return verdictInWords(error.file, now);
  if (error instanceof SessionEndedError) return error.message;
  if (error instanceof UploadFailedError) return uploadFailureInWords(error.cause, now);
  if (error instanceof UnavailableError) {
    return error.status === undefined
      ? 'Airlock cannot be reached. Check your connection and try again.'
      : 'Airlock is busy or has a problem. Try again in a moment.';
  }
  return 'An unexpected error occurred on this page. Reload it and try again.';
}

function uploadFailureInWords(cause: unknown, now: Date): string {
  if (cause instanceof StorageError) {
    const code = cause.code === '' ? '' : ` (${cause.code})`;
    return `The storage refused the file${code}. Try again.`;
  }
  if (cause instanceof DOMException && cause.name === 'NotReadableError') {
    return 'The file can no longer be read. It was changed or moved; choose it again.';
  }
  if (cause instanceof UnavailableError || cause instanceof SessionEndedError) {
    return errorInWords(cause, now);
  }
  return 'The file did not arrive. Try again.';
}
