// The last step: asking for the file until the server has judged it.
import type { File } from './contract.ts';
import { FileHeldError, FileRejectedError } from './errors.ts';
import type { Job } from './job.ts';
import { pause } from './retry.ts';
import { getFile } from './upload-state.ts';

const firstMs = 150;
const longestMs = 5_000;

/**
 * Resolves to the ready file; throws `FileRejectedError`, `FileHeldError`, or `FileGoneError` when it was deleted. It ends because
 * the server does: an upload whose event got lost is judged, or removed, by the reaper, and a scan has its time limit.
 */
export async function awaitVerdict(job: Job, fileId: string): Promise<File> {
  let isScanning = false;
  for (let delayMs = firstMs; ; delayMs = Math.min(longestMs, delayMs * 1.5)) {
    const file = await getFile(job, fileId);
    if (file.status === 'ready') return file;
    if (file.status === 'rejected') throw new FileRejectedError(file);
    if (file.pendingReason === 'held') throw new FileHeldError(file);
    if (file.pendingReason === 'scanning' && !isScanning) {
      isScanning = true;
      job.meter.enter('scanning');
    }
    // Half to whole of the delay, so that many uploads that end together do not ask together.
    await pause(delayMs * (0.5 + Math.random() / 2), job.signal);
  }
}
