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
    const held = resuming ? await listHeld(job, fileId, memory) : [];
    await sendMissing(job, fileId, plan, memory, held, resuming);
    for (let round = 1; !(await complete(job, fileId, memory)); round += 1) {
      if (round === maxRounds) {
        const message = 'The server keeps finding parts missing that were stored.';
        throw new UploadFailed(message, { cause: undefined, fileId });
      }
      const present = await listHeld(job, fileId, memory);
      await sendMissing(job, fileId, plan, memory, present, false);
    }
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
  if (!job.hash) return;
  for (const [partNumber, known] of Object.entries(memory.record?.partHashes ?? {})) {
    const { start, end } = partRange(plan, Number(partNumber));
    const hash = await sha256(job.source.slice(start, end));
    if (hash !== known) throw new UploadGone('The file has changed since.');
  }
}

/** Completes; false when the server says that what S3 holds is not the whole file. */
async function complete(job: Job, fileId: string, memory: UploadMemory): Promise<boolean> {
  // Remembered beforehand: when the answer is lost, the parts are gone from S3's list and yet all is well.
  memory.save({ completing: true });
  try {
    await job.api.complete(fileId, patiently(job));
    return true;
  } catch (error) {
    if (!isRefusal(error, 'conflict', 'not_ready', 'not_found')) throw error;
    const { status } = await getFile(job, fileId);
    return status !== 'pending';
  }
}

/** What S3 holds. Throws `AlreadySettled` when completion was asked for before and the parts are no longer listed. */
async function listHeld(
  job: Job,
  fileId: string,
  memory: UploadMemory,
): Promise<readonly HeldPart[]> {
  try {
    return await orGone(job, fileId, job.api.listParts(fileId, patiently(job)));
  } catch (error) {
    if (!(error instanceof UploadGone && memory.record?.completing)) throw error;
    throw new AlreadySettled();
  }
}
