// The state of an upload on the server, by which a step finds out that it must stop.
import type { File } from './contract.ts';
import { AirlockRefusal } from './errors.ts';
import { type Job, patiently } from './job.ts';

/** Whether the bytes have arrived and were judged: a file that waits for its malware scan takes no other bytes. */
export const hasArrived = ({ status, pendingReason }: File): boolean =>
  status !== 'pending' || pendingReason !== undefined;

/** Thrown when the file has its verdict already, so that nothing is left to send. */
export class AlreadySettledError extends Error {
  constructor() {
    super('The file has been judged already.');
  }
}

/** Thrown when the file exists, but its upload cannot be continued; a new one has to be issued. */
export class UploadGoneError extends Error {
  constructor(message = 'The upload has lapsed.') {
    super(message);
  }
}

/** Thrown when the file no longer exists: deleted, or reaped because its upload had expired. */
export class FileGoneError extends Error {
  constructor() {
    super('The file was deleted during the upload.');
  }
}

/** The file as the server shows it; throws `FileGoneError` when it no longer exists. */
export async function getFile(job: Job, fileId: string, signal = job.signal): Promise<File> {
  const call = { ...patiently(job), signal };
  const file = await job.api.get(fileId, call).catch((error: unknown) => {
    throw isRefusal(error, 'not_found') ? new FileGoneError() : error;
  });
  if (file.status === 'deleted') throw new FileGoneError();
  return file;
}

const goneCodes = ['not_found', 'conflict', 'not_ready', 'upload_gone', 'upload_expired'] as const;

/** Passes on an answer about an upload's parts; a refusal means that the upload no longer exists. */
export const orGone = <T>(job: Job, fileId: string, answer: Promise<T>): Promise<T> =>
  answer.catch(async (error: unknown) => {
    throw isRefusal(error, ...goneCodes) ? await goneReason(job, fileId) : error;
  });

/** Why an upload no longer exists. */
export async function goneReason(job: Job, fileId: string): Promise<Error> {
  const file = await getFile(job, fileId);
  return hasArrived(file) ? new AlreadySettledError() : new UploadGoneError();
}

/** Whether the API refused with one of `codes`. */
export const isRefusal = (error: unknown, ...codes: AirlockRefusal['code'][]): boolean =>
  error instanceof AirlockRefusal && codes.includes(error.code);
