// Sends bytes to S3 under one signature, while it is valid, S3 can be reached, and the file still needs them.
import type { UnavailableError } from './errors.ts';
import type { Job } from './job.ts';
import { retry } from './retry.ts';
import type { StorageAnswer, Transfer } from './storage-request.ts';
import { isExpiredSignature, transfer } from './transfer.ts';
import { AlreadySettledError, getFile, hasArrived } from './upload-state.ts';

/**
 * Milliseconds without an answer from S3 after which sending fails while the API can be reached: the network is not the cause.
 */
const patienceMs = 90_000;

/** Thrown instead of sending bytes that S3 would refuse, because the signature has expired by the server's clock. */
export class SignatureExpiredError extends Error {
  constructor() {
    super('The signature of the upload has expired.');
  }
}

/** True when signing again would help: the signature, or the credentials behind it, have expired. */
export const needsSignature = (error: unknown): boolean =>
  error instanceof SignatureExpiredError || isExpiredSignature(error);

/** A transfer with the time, by the server's clock, at which its signature expires. */
export interface Delivery extends Transfer {
  readonly signal: AbortSignal;
  readonly expiresAt: string;
}

/**
 * Sends bytes to S3 and retries while the network or S3 fails. Throws `SignatureExpiredError`, `AlreadySettledError`,
 * `FileGoneError`, or what `transfer` throws.
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
 * Reads the file from the API after a broken connection: S3 may have refused the request before it had read the body, or the
 * bytes may have arrived without their answer. Waits while the network is unavailable.
 */
async function checkStillPending(
  job: Job,
  fileId: string,
  failure: UnavailableError,
  signal: AbortSignal,
): Promise<void> {
  if (failure.status !== undefined) return;
  // A source that can no longer be read looks like a broken connection too; this throws the actual error.
  await job.source.slice(0, 1).arrayBuffer();
  const file = await getFile(job, fileId, signal);
  if (hasArrived(file)) throw new AlreadySettledError();
}
