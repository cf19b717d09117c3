// The last step: asking for the file until the server has judged it.
import type { File } from './contract.ts';
import { FileHeldError, FileRejectedError } from './errors.ts';
import { type Job, patiently } from './job.ts';
import { loadCode } from './load-code.ts';
import { pause } from './retry.ts';
import { FileGoneError, getFile } from './upload-state.ts';

const firstMs = 150;
const longestMs = 5_000;

/**
 * Resolves to the ready file; throws `FileRejectedError`, `FileHeldError`, or `FileGoneError` when it was deleted. `known` is the
 * file as the server last showed it. The wait ends in any case: the reaper judges or removes an upload whose event was lost, and
 * a scan has a time limit.
 */
export async function awaitVerdict(job: Job, fileId: string, known?: File): Promise<File> {
  const { verdicts, signal, meter } = job;
  let isScanning = false;
  const isOver = (file: File): boolean => {
    if (file.status === 'ready') return true;
    if (file.status === 'rejected') throw new FileRejectedError(file);
    if (file.pendingReason === 'held') throw new FileHeldError(file);
    if (file.pendingReason === 'scanning' && !isScanning) {
      isScanning = true;
      meter.enter('scanning');
    }
    return false;
  };
  if (known && isOver(known)) return known;
  verdicts.waiting += 1;
  try {
    for (
      let delayMs = firstMs;
      verdicts.waiting === 1;
      delayMs = Math.min(longestMs, delayMs * 1.5)
    ) {
      const file = await getFile(job, fileId);
      if (isOver(file)) return file;
      // From half to the whole delay, so that many uploads that end together do not send their requests together.
      await pause(delayMs * (0.5 + Math.random() / 2), signal);
    }
    const { createVerdicts } = await loadCode(() => import('./verdicts.ts'), patiently(job));
    verdicts.loop ??= createVerdicts(job.api);
    const file = await verdicts.loop.wait(fileId, { signal, isOver });
    if (!file) throw new FileGoneError();
    return file;
  } finally {
    verdicts.waiting -= 1;
  }
}
