// The page's messages about files and errors; each says what to do next.

import {
  AirlockRefusal,
  FileHeldError,
  FileRejectedError,
  StorageError,
  UnavailableError,
  UploadFailedError,
} from '../client/errors.ts';
import { UNKNOWN_TYPE } from '../lambdas/domain/claimed-type.ts';
import { extensionIn } from '../lambdas/domain/file-extensions.ts';
import type { File as FileRecord, Problem, Status } from '../lambdas/http/contract.ts';
import { bytesInWords, numberInWords } from './quantities.ts';
import { SessionEndedError } from './session-ended.ts';
import { texts } from './texts.ts';
import { aTypeInWords, typeInWords } from './type-names.ts';

/** A status as a label. */
export const statusInWords = (status: Status): string => texts().status[status];

/** The verdict on a file and what to do next; for a rejected file, the server's own explanation. */
export function verdictInWords(file: FileRecord, now: Date): string {
  const { verdict } = file;
  if (file.status === 'pending') {
    if (file.pendingReason) return texts().verdict[file.pendingReason];
    return file.expiresAt !== undefined && now > new Date(file.expiresAt)
      ? texts().verdict.lapsed
      : texts().verdict.waiting;
  }
  if (file.status === 'ready') {
    const scanned = verdict?.scan ? ` ${texts().verdict.clean}` : '';
    return readyInWords(verdict?.declaredType, file.contentType) + scanned;
  }
  if (file.status === 'deleted') return texts().verdict.deleted;
  const own = verdict?.reason && texts().rejections?.[verdict.reason];
  return own ?? verdict?.detail ?? texts().verdict.rejected;
}

function readyInWords(declared: string | undefined, detected: string): string {
  if (declared === undefined || declared === detected) return texts().verdict.matches;
  // A form without scripts names no type, and some browsers know none.
  if (declared === UNKNOWN_TYPE) return texts().verdict.found(aTypeInWords(detected));
  return texts().verdict.differs(aTypeInWords(declared), aTypeInWords(detected));
}

/** The type of a file: the detected one, before the validation the claimed one, or a text for an unknown type. */
export function typeOfInWords({ status, contentType, verdict }: FileRecord): string {
  const type = verdict?.detectedType ?? contentType;
  if (status === 'ready' || verdict?.detectedType !== undefined) return typeInWords(type);
  return type === UNKNOWN_TYPE
    ? texts().list.typeNotKnown
    : texts().list.uploadedAs(typeInWords(type));
}

/** The size of a file, or the maximum while a form waits for its file. */
export const sizeInWords = ({ size, maxBytes }: FileRecord): string =>
  maxBytes === undefined ? bytesInWords(size) : texts().list.upTo(bytesInWords(maxBytes));

/** The message for an error of the API: what is wrong and what to do next. */
export function refusalInWords(problem: Problem): string {
  const words = texts().refusal;
  switch (problem.code) {
    case 'invalid_request': {
      const wrong = problem.issues.map(({ field, message }) => `${field}: ${message}`).join('; ');
      return words.invalid(wrong || problem.detail);
    }
    case 'unauthorized':
      return texts().page.sessionEnded;
    case 'forbidden':
      return words.forbidden;
    case 'quota_exceeded':
      return quotaInWords(problem);
    case 'not_found':
      return words.notFound;
    case 'method_not_allowed':
      return words.wrongVersion;
    case 'not_ready':
      return problem.fileStatus === 'pending'
        ? words.notValidated
        : words.cannotOpen(statusOf(problem.fileStatus));
    case 'variant_not_available':
      return problem.state === 'preparing' ? words.copyPrepared : words.noCopy;
    case 'conflict':
      return words.conflict;
    case 'idempotency_key_reused':
      return words.keyReused;
    case 'upload_expired':
      return words.expired;
    case 'upload_gone':
      return words.gone;
    case 'sharing_limit_reached':
      return problem.resource === 'links'
        ? words.tooManyLinks(problem.limit)
        : words.tooManyGrants(problem.limit);
    case 'list_too_long':
      return words.listTooLong(problem.limit);
    case 'parts_incomplete':
      return words.incomplete;
    case 'request_too_large':
      return words.requestTooLarge;
    case 'file_too_large':
      return words.tooLarge(bytesInWords(problem.size), bytesInWords(problem.maxBytes));
    case 'type_not_allowed':
      return texts().typeNotAllowed ?? problem.detail;
    case 'too_many_requests':
      return words.tooManyRequests(Math.ceil(problem.retryAfterSeconds));
  }
}

function quotaInWords({
  resource,
  used,
  limit,
  needed,
}: Extract<Problem, { code: 'quota_exceeded' }>): string {
  if (resource === 'files') {
    return texts().refusal.quotaFiles(numberInWords(used), numberInWords(limit));
  }
  if (needed > limit) {
    return texts().refusal.quotaWhole(bytesInWords(needed), bytesInWords(limit));
  }
  // Short enough for the row of a file.
  return texts().refusal.quotaFull(bytesInWords(used), bytesInWords(limit), bytesInWords(needed));
}

/** Why a type that no collection accepts is refused, and what to do next; a type without a name is shown by its extension. */
export function noTakerInWords(contentType: string, filename: string): string {
  const name = typeInWords(contentType);
  const kind = name === contentType ? extensionIn(filename) || texts().refusal.noExtension : name;
  return texts().refusal.noTaker(kind);
}

/** The status in an error of the API, as a word within a sentence. */
const statusOf = (status: string): string => {
  const { status: names } = texts();
  return status in names ? names[status as Status].toLowerCase() : status;
};

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
    return error.status === undefined ? texts().refusal.unreachable : texts().refusal.busy;
  }
  return texts().refusal.unexpected;
}

function uploadFailureInWords(cause: unknown, now: Date): string {
  if (cause instanceof StorageError) {
    const code = cause.code === '' ? '' : ` (${cause.code})`;
    return texts().refusal.storage(code);
  }
  if (cause instanceof DOMException && cause.name === 'NotReadableError') {
    return texts().refusal.unreadable;
  }
  if (cause instanceof UnavailableError || cause instanceof SessionEndedError) {
    return errorInWords(cause, now);
  }
  return texts().refusal.notArrived;
}
