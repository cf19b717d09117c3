// Sends a large file: the parts that S3 does not hold yet, then the completion, until the server finds nothing missing.
import { every } from './answer-shapes.ts';
import type { File } from './contract.ts';
import { UploadFailedError } from './errors.ts';
import { sha256OfPart } from './hash-part.ts';
import { type Job, type PartsJob, patiently } from './job.ts';
import {
  type HeldPart,
  missingParts,
  type PartPlan,
  partRange,
  totalPartBytes,
} from './part-plan.ts';
import { createPartsApi, isSignedPart } from './parts-api.ts';
import { type FirstParts, sendParts } from './send-parts.ts';
import type { UploadMemory } from './upload-memory.ts';
import {
  AlreadySettledError,
  getFile,
  hasArrived,
  isRefusal,
  orGone,
  UploadGoneError,
} from './upload-state.ts';

/** How often parts that the server finds missing at completion are sent again. */
const maxRounds = 5;

/** One multipart upload. */
export interface MultipartUpload {
  readonly job: PartsJob;
  readonly fileId: string;
  readonly plan: PartPlan;
  readonly memory: UploadMemory;
  /** The parts of a new upload that are hashed and signed already. */
  readonly first?: FirstParts | undefined;
}

/** The same job with the routes that only a multipart upload needs. */
export const withParts = (job: Job): PartsJob => ({
  ...job,
  api: { ...job.api, ...createPartsApi(job.api.send) },
});

/**
 * Sends a multipart upload to S3 and completes it; `resuming` skips parts that S3 holds already. Returns the file as the server
 * then shows it, perhaps with its verdict; undefined when it was settled before. Throws `UploadGoneError` when it cannot be
 * continued: the server dropped it, or the file has changed since.
 */
export async function sendMultipart(
  upload: MultipartUpload,
  resuming: boolean,
): Promise<File | undefined> {
  const { fileId, memory } = upload;
  try {
    if (resuming) await checkUnchanged(upload);
    // When it was completed and only the answer was lost, its parts are no longer listed, although nothing failed.
    const completed = resuming && memory.record?.completing ? await complete(upload) : undefined;
    if (completed) return completed;
    for (let round = 0; round < maxRounds; round += 1) {
      const isResumed = resuming && round === 0;
      const held = resuming || round > 0 ? await listHeld(upload) : [];
      await sendMissing(upload, held, isResumed);
      const file = await complete(upload);
      if (file) return file;
    }
    const message = 'The server keeps finding parts missing that were stored.';
    throw new UploadFailedError(message, { cause: undefined, fileId });
  } catch (error) {
    if (!(error instanceof AlreadySettledError)) throw error;
    return undefined;
  }
}

const listHeld = ({ job, fileId }: MultipartUpload): Promise<readonly HeldPart[]> =>
  orGone(job, fileId, job.api.listParts(fileId, patiently(job)));

async function sendMissing(
  { job, fileId, plan, memory, first }: MultipartUpload,
  held: readonly HeldPart[],
  isResumed: boolean,
): Promise<void> {
  const partNumbers = missingParts(plan, held);
  if (isResumed) {
    job.meter.note({ resumedBytes: plan.totalBytes - totalPartBytes(plan, partNumbers) });
  }
  await sendParts(job, {
    fileId,
    plan,
    partNumbers,
    checksumParts: memory.record?.checksumParts === true,
    first: first && every(first.signed, isSignedPart) ? first : undefined,
    onStored(partNumber, hash) {
      if (!hash) return;
      // The first part and the newest are enough to detect a changed file, and keep the record small.
      const first = memory.record?.partHashes?.['1'];
      memory.save({ partHashes: { ...(first && { 1: first }), [partNumber]: hash } });
    },
  });
}

/** Compares the parts whose hashes were kept with the file as it is now. */
async function checkUnchanged({ job, plan, memory }: MultipartUpload): Promise<void> {
  for (const [partNumber, known] of Object.entries(memory.record?.partHashes ?? {})) {
    const { start, end } = partRange(plan, Number(partNumber));
    const hash = await sha256OfPart(job.source.slice(start, end));
    if (hash !== known) throw new UploadGoneError('The file has changed since.');
  }
}

/** Completes the upload; undefined when the server says that S3 does not hold the whole file. */
async function complete({ job, fileId, memory }: MultipartUpload): Promise<File | undefined> {
  memory.save({ completing: true });
  try {
    return await job.api.complete(fileId, patiently(job));
  } catch (error) {
    if (!isRefusal(error, 'parts_incomplete', 'conflict')) {
      return orGone(job, fileId, Promise.reject(error));
    }
    const file = await getFile(job, fileId);
    return hasArrived(file) ? file : undefined;
  }
}
