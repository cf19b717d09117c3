// Bytes to S3 under one signature, for as long as that is good, S3 can be reached, and the file wants them.
import type { UnavailableError } from './errors.ts';
import type { Job } from './job.ts';
import { retry } from './retry.ts';
import type { StorageAnswer, Transfer } from './storage-request.ts';
import { isExpiredSignature, transfer } from './transfer.ts';
import { AlreadySettledError, getFile, hasArrived } from './upload-state.ts';

/** Milliseconds without an answer from S3 before giving up, while the API can be reached: then it is not the network. */
const patienceMs = 90_000;

/** Thrown instead of sending what S3 would refuse, because the signature has lapsed by the server's clock. */
export class SignatureExpiredError extends Error {
  constructor() {
    super('The signature to upload with has lapsed.');
  }
}

/** True when signing again would help: the signature, or the credentials behind it, have lapsed. */
export const needsSignature = (error: unknown): boolean =>
  error instanceof SignatureExpiredError || isExpiredSignature(error);

/** A transfer with the time, by the server's clock, at which its signature lapses. */
export interface Delivery extends Transfer {
  readonly signal: AbortSignal;
  readonly expiresAt: string;
}

/**
 * Sends bytes to S3, again and again while the network or S3 is in trouble.
 * Throws `SignatureExpiredError`, `AlreadySettledError`, `FileGoneError`, or what `transfer` throws.
 */
export function deliver(job: Job, fileId: string, delivery: Delivery): Promise<StorageAnswer> {
  return retry(() => transfer(delivery), {
    signal: delivery.signal,
    patienceMs,
    onWait: job.meter.setWaiting,
    async beforeRetry(failure) {
      await checkStillPending(job, fileId, failure, delivery.signal);
      if (!job.api.clock.isAhead(delivery.expiresAt)) throw new SignatureExpiredError();
    },
  });
}

/**
 * Asks the API for the truth after a broken connection: it may have been a refusal that S3 sent before it had
 * read the body, and the bytes may have arrived without their answer. While the network is away this waits for it.
 */
async function checkStillPending(
  job: Job,
  fileId: string,
  failure: UnavailableError,
  signal: AbortSignal,
): Promise<void> {
  if (failure.status !== undefined) return;
  // A source that can no longer be read looks like a broken connection, too; this says so.
  await job.source.slice(0, 1).arrayBuffer();
  const file = await getFile(job, fileId, signal);
  if (hasArrived(file)) throw new AlreadySettledError();
}
