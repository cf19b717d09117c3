// Everything the page says about a file and a refusal, in sentences that tell what to do.
import {
  AirlockRefusal,
  FileHeld,
  FileRejected,
  StorageRefusal,
  Unavailable,
  UploadFailed,
} from '../client/errors.ts';
import { extensionIn } from '../lambdas/domain/file-extensions.ts';
import type {
  File as FileRecord,
  PendingReason,
  Problem,
  Reason,
  Status,
} from '../lambdas/http/contract.ts';
import { bytesInWords } from './quantities.ts';
import { SessionEnded } from './session-ended.ts';
import { typeInWords, typesInWords } from './type-names.ts';

const statuses: Readonly<Record<Status, string>> = {
  pending: 'Pending',
  ready: 'Ready',
  rejected: 'Rejected',
  deleted: 'Deleted',
};

/** A status as a label. */
export const statusInWords = (status: Status): string => statuses[status];

const reasons: Readonly<Record<Reason, string>> = {
  empty: 'The file has no bytes. Check the original and send it again.',
  size_mismatch: 'More or fewer bytes arrived than were announced. Send the file again.',
  type_unknown: 'Its bytes are of no type known here. Save it in a common format and send that.',
  type_mismatch:
    'Its bytes are not what its name says. Send the real file, or give it its right name.',
  type_not_allowed: 'Files of this type are not taken here. Choose another collection or format.',
  external_content:
    'It fetches something from elsewhere when it is opened. Save it as a PDF and send that.',
  dde: 'It exchanges data with other programs. Save it as a PDF and upload that.',
  embedded_objects: 'It contains an object of another program. Save it as a PDF and upload that.',
  too_complex: 'It is too complex to be validated in time. Export it again and upload that.',
  macros: 'It holds macros, which are programs. Save it without macros and send that.',
  malformed:
    'Its text is not in the format that its name says. Correct it, or send it as plain text.',
  image_too_large: 'It has more pixels than are taken here. Scale it down and send that.',
  too_many_frames: 'It has more frames than are taken here. Shorten it, or send it as a video.',
  image_truncated: 'Its end is missing. Open it, save it anew and send that.',
  image_contradictory: 'Its headers contradict each other. Save it anew and send that.',
  trailing_data: 'It has data that does not belong to it. Open it, save it anew and send that.',
  document_damaged: 'It is damaged. Print it to a new PDF and send that.',
  pdf_active: 'It holds scripts or starts programs. Print it to a new PDF and send that.',
  embedded_files: 'It has files attached to it. Take them out, and send each by itself.',
  encrypted: 'It is encrypted. Save it without a password and send that.',
  archive_damaged: 'It is damaged, or leads out of its folder. Pack it anew and send that.',
  archive_bomb: 'It would unpack to more than is taken here. Split it, and send the parts.',
  media_truncated: 'Its end is missing. Export it anew and send that.',
  media_damaged: 'It is damaged. Play it on your side, export it anew and send that.',
  unreadable: 'Its structure could not be followed to the end. Export it anew and send that.',
  not_text: 'It should be text, but its bytes are not. Save it as UTF-8 text and send that.',
  active_content:
    'It holds code that a browser would run. Send it in a format without code, such as PDF.',
  collection_removed:
    'Its collection no longer exists. Choose another collection and send it again.',
  malware_found:
    'The malware scanner found a threat in it. Clean the device it came from, and do not send it again.',
  not_scannable:
    'The malware scanner cannot look into it. Send it without a password, or in smaller pieces.',
  scan_failed: 'Its malware scan failed, and nothing is let in without one. Send it again.',
  scan_timed_out: 'Its malware scan did not end in time. Send it again.',
};

const pendingReasons: Readonly<Record<PendingReason, string>> = {
  scanning: 'Its bytes were accepted. Waiting for the malware scan; nobody can open it before.',
  held: 'It could not be scanned for malware and is held back. Ask who runs this site, or delete it and send it in another form.',
};

/** What was decided about a file and what to do about it; a refusal is one sentence. */
export function verdictInWords(file: FileRecord, now: Date): string {
  const { verdict } = file;
  if (file.status === 'pending') {
    if (file.pendingReason) return pendingReasons[file.pendingReason];
    return file.expiresAt !== undefined && now > new Date(file.expiresAt)
      ? 'Its bytes did not arrive in time. Send it again.'
      : 'Waiting for its bytes, or being checked right now.';
  }
  if (file.status === 'ready') {
    const scanned = verdict?.scan ? ' Scanned: no malware found.' : '';
    return readyInWords(verdict?.declaredType, file.contentType) + scanned;
  }
  if (file.status === 'deleted') return 'It was deleted.';
  if (verdict?.detail) return inOneSentence(verdict.detail);
  return inOneSentence(
    verdict?.reason ? reasons[verdict.reason] : 'It was refused. Ask who runs this site why.',
  );
}

/** What was found and what to do, drawn together: a person reads one sentence and acts. */
export const inOneSentence = (text: string): string =>
  text
    .split(/(?<=[.?!]) (?=\p{Lu})/u)
    .map((sentence, index, { length }) => {
      const beginning =
        index > 0
          ? sentence.replace(/^\p{Lu}(?!\p{Lu})/u, (letter) => letter.toLowerCase())
          : sentence;
      return index < length - 1 ? beginning.replace(/\.$/, '') : beginning;
    })
    .join('; ');

const readyInWords = (declared: string | undefined, detected: string): string =>
  declared === undefined || declared === detected
    ? 'Checked: its bytes match its type.'
    : `Checked: announced as ${typeInWords(declared)}, kept as what it is, ${typeInWords(detected)}.`;

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
      return 'The time to finish this upload has passed. Send the file again.';
    case 'upload_gone':
      return 'The storage no longer holds what was sent of this file. Send it again.';
    case 'parts_incomplete':
      return 'Some parts of the file did not arrive. Try again.';
    case 'request_too_large':
      return 'This is more than can be asked at once. Shorten the texts and try again.';
    case 'file_too_large':
      return tooLargeInWords(problem.size, problem.maxBytes);
    case 'type_not_allowed':
      return `A ${typeInWords(problem.contentType)} file is not taken here, only ${typesInWords(problem.allowed)}. Choose another collection or format.`;
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
    return `It is ${bytesInWords(needed)}, more than all your space of ${bytesInWords(limit)}. Send something smaller.`;
  }
  // Short enough to be read whole in the row of a file.
  return `Your space is full: ${bytesInWords(used)} of ${bytesInWords(limit)} are used, this needs ${bytesInWords(needed)}. Delete files and try again.`;
}

/** Why a file of this size is not taken, and what to do. */
export const tooLargeInWords = (size: number, maxBytes: number): string =>
  `It is ${bytesInWords(size)}; at most ${bytesInWords(maxBytes)} are taken here. Send a smaller file or choose another collection.`;

/** Why a type that no collection lists is not even tried, and what to do; a type without a name is called by its ending. */
export function noTakerInWords(contentType: string, filename: string): string {
  const name = typeInWords(contentType);
  const kind = name === contentType ? extensionIn(filename) || 'without an ending' : name;
  return `No collection here takes this type of file (${kind}). Send it in another format.`;
}

const secondsInWords = (seconds: number): string =>
  seconds <= 1 ? 'a second' : `${Math.ceil(seconds)} seconds`;

/** Whether this error means that signing in again is the way on. */
export function asksForSignIn(error: unknown): boolean {
  if (error instanceof UploadFailed) return asksForSignIn(error.cause);
  if (error instanceof AirlockRefusal) return error.code === 'unauthorized';
  return error instanceof SessionEnded;
}

/** Whatever was thrown, in words: what happened and what to do. */
export function errorInWords(error: unknown, now: Date): string {
  if (error instanceof AirlockRefusal) return refusalInWords(error.details);
  if (error instanceof FileRejected || error instanceof FileHeld)
    return verdictInWords(error.file, now);
  if (error instanceof SessionEnded) return error.message;
  if (error instanceof UploadFailed) return uploadFailureInWords(error.cause, now);
  if (error instanceof Unavailable) {
    return error.status === undefined
      ? 'Airlock cannot be reached. Check your connection and try again.'
      : 'Airlock is busy or has a problem. Try again in a moment.';
  }
  return 'Something went wrong on this page. Reload it and try again.';
}

function uploadFailureInWords(cause: unknown, now: Date): string {
  if (cause instanceof StorageRefusal) {
    const code = cause.code === '' ? '' : ` (${cause.code})`;
    return `The storage did not take the file${code}. Try again.`;
  }
  if (cause instanceof DOMException && cause.name === 'NotReadableError') {
    return 'The file can no longer be read. It may have been changed or moved; choose it again.';
  }
  if (cause instanceof Unavailable || cause instanceof SessionEnded) {
    return errorInWords(cause, now);
  }
  return 'The file did not arrive. Try again.';
}
