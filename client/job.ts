// What the steps of one upload share, and the two ways in which a step finds out that its work is no longer wanted.
import type { Api } from './api.ts';
import { AirlockRefusal, abortError, type Unavailable } from './errors.ts';
import type { Gate } from './gate.ts';
import type { ProgressMeter } from './progress.ts';
import { retry } from './retry.ts';
import type { UploadSource } from './source.ts';
import { isLapsedRefusal, type StorageAnswer, type Transfer, transfer } from './transfer.ts';

/** Milliseconds without any answer before an upload gives up; a tunnel or a change of network lasts less. */
export const networkPatienceMs = 600_000;
/** The same for S3 alone, while the API can be reached: then it is not the network. */
const storagePatienceMs = 90_000;

/** One upload under way. */
export interface Job {
  readonly api: Api;
  readonly source: UploadSource;
  readonly meter: ProgressMeter;
  readonly gate: Gate;
  /** Aborted when the whole upload is. */
  readonly signal: AbortSignal;
  /** Whether ranges are hashed, so that S3 refuses other bytes. */
  readonly hash: boolean;
  /** Parts in flight. */
  readonly concurrency: number;
}

/** Thrown when the file has its verdict already, so that nothing is left to send. */
export class AlreadySettled extends Error {
  constructor() {
    super('The file has been judged already.');
  }
}

/** Thrown when the upload no longer exists; a new one has to be issued. */
export class UploadGone extends Error {
  constructor(message = 'The upload is no longer there: it has lapsed, or the file was deleted.') {
    super(message);
  }
}

/** How calls to the API are made on behalf of an upload: for as long as a network may be away. */
export const patiently = (job: Job) => ({ signal: job.signal, patienceMs: networkPatienceMs });

/** Runs `work` while the gate is open; when the gate closes, stops it and runs it anew once it opens. */
export async function whileOpen<T>(
  job: Job,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  for (;;) {
    await job.gate.passed(job.signal);
    const { closing } = job.gate;
    try {
      return await work(AbortSignal.any([job.signal, closing]));
    } catch (error) {
      if (job.signal.aborted) throw abortError();
      if (!closing.aborted) throw error;
    }
  }
}

/** Thrown instead of sending what S3 would refuse, because the signature has lapsed by the server's clock. */
export class SignatureLapsed extends Error {
  constructor() {
    super('The signature to upload with has lapsed.');
  }
}

/** A transfer with the time, by the server's clock, at which its signature lapses. */
export type Delivery = Transfer & { readonly expiresAt: string };

/**
 * Sends bytes to S3, again and again while the network or S3 is in trouble and the file still wants them.
 * Throws `SignatureLapsed`, `AlreadySettled`, `UploadGone`, or what `transfer` throws.
 */
export function deliver(job: Job, fileId: string, delivery: Delivery): Promise<StorageAnswer> {
  return retry(() => transfer(delivery), {
    signal: delivery.signal,
    patienceMs: storagePatienceMs,
    async beforeRetry(failure) {
      await stillWanted(job, fileId, failure);
      if (!job.api.clock.isAhead(delivery.expiresAt)) throw new SignatureLapsed();
    },
  });
}

/** True when signing anew would help: the signature, or the credentials behind it, have lapsed. */
export const needsSignature = (error: unknown): boolean =>
  error instanceof SignatureLapsed || isLapsedRefusal(error);

/**
 * Asks the API for the truth after a broken connection: it may have been a refusal that S3 sent before it had
 * read the body, and the bytes may have arrived without their answer. While the network is away this waits for it.
 */
async function stillWanted(job: Job, fileId: string, failure: Unavailable): Promise<void> {
  if (failure.status !== undefined) return;
  // A source that can no longer be read looks like a broken connection, too; this says so.
  await job.source.slice(0, 1).arrayBuffer();
  const { status } = await getPresent(job, fileId);
  if (status !== 'pending') throw new AlreadySettled();
}

/** The file's record; throws `UploadGone` when it was deleted. */
export async function getPresent(job: Job, fileId: string) {
  const file = await job.api.get(fileId, patiently(job)).catch((error: unknown) => {
    throw isRefusal(error, 'not_found') ? new UploadGone() : error;
  });
  if (file.status === 'deleted') throw new UploadGone();
  return file;
}

/** Whether the API refused with one of `codes`. */
export const isRefusal = (error: unknown, ...codes: AirlockRefusal['code'][]): boolean =>
  error instanceof AirlockRefusal && codes.includes(error.code);
