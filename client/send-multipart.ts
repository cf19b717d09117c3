// A large file: the parts that S3 does not hold yet, then complete, until the server agrees that nothing is missing.
import { UploadFailed } from './errors.ts';
import { sha256 } from './hash.ts';
import { type Job, patiently } from './job.ts';
import { type HeldPart, missingParts, type PartPlan, partRange } from './part-plan.ts';
import { sendParts } from './send-parts.ts';
import type { UploadMemory } from './upload-memory.ts';
import { AlreadySettled, getFile, isRefusal, orGone, UploadGone } from './wanted.ts';

/** How often parts that the server finds missing at completion are sent again. */
const maxRounds = 5;

/**
 * Brings a multipart upload to S3 and completes it; `resuming` skips what S3 holds already.
 * Throws `UploadGone` when it cannot be continued: the server dropped it, or the file has changed since.
 */
export async function sendMultipart(
  job: Job,
  fileId: string,
  plan: PartPlan,
  memory: UploadMemory,
  resuming: boolean,
): Promise<void> {
  try {
    if (resuming) await checkUnchanged(job, plan, memory);
    // When it was completed and only the answer was lost, its parts are no longer listed and yet all is well.
    const wasCompleted = resuming && memory.record?.completing === true;
    if (wasCompleted && (await complete(job, fileId, memory))) return;
    for (let round = 0; round < maxRounds; round += 1) {
      const isNew = round === 0 && !resuming;
      const held = isNew
        ? []
        : await orGone(job, fileId, job.api.listParts(fileId, patiently(job)));
      await sendMissing(job, fileId, plan, memory, held, resuming && round === 0);
      if (await complete(job, fileId, memory)) return;
    }
    const message = 'The server keeps finding parts missing that were stored.';
    throw new UploadFailed(message, { cause: undefined, fileId });
  } catch (error) {
    if (!(error instanceof AlreadySettled)) throw error;
  }
}

async function sendMissing(
  job: Job,
  fileId: string,
  plan: PartPlan,
  memory: UploadMemory,
  held: readonly HeldPart[],
  resuming: boolean,
): Promise<void> {
  const partNumbers = missingParts(plan, held);
  if (resuming) {
    const lacking = partNumbers.map((partNumber) => partRange(plan, partNumber));
    const lackingBytes = lacking.reduce((sum, { start, end }) => sum + end - start, 0);
    job.meter.note({ resumedBytes: plan.totalBytes - lackingBytes });
  }
  await sendParts(job, {
    fileId,
    plan,
    partNumbers,
    checksumParts: memory.record?.checksumParts === true,
    onStored(partNumber, hash) {
      if (!hash) return;
      // The first part and the newest are enough to tell a changed file, and keep the record small.
      const first = memory.record?.partHashes?.['1'];
      memory.save({ partHashes: { ...(first && { 1: first }), [partNumber]: hash } });
    },
  });
}

/** Compares the parts whose hashes were kept with the file as it is now. */
async function checkUnchanged(job: Job, plan: PartPlan, memory: UploadMemory): Promise<void> {
  for (const [partNumber, known] of Object.entries(memory.record?.partHashes ?? {})) {
    const { start, end } = partRange(plan, Number(partNumber));
    const hash = await sha256(job.source.slice(start, end));
    if (hash !== known) throw new UploadGone('The file has changed since.');
  }
}

/** Completes; false when the server says that what S3 holds is not the whole file. */
async function complete(job: Job, fileId: string, memory: UploadMemory): Promise<boolean> {
  memory.save({ completing: true });
  try {
    await job.api.complete(fileId, patiently(job));
    return true;
  } catch (error) {
    if (!isRefusal(error, 'parts_incomplete', 'conflict'))
      return orGone(job, fileId, Promise.reject(error));
    const { status } = await getFile(job, fileId);
    return status !== 'pending';
  }
}
