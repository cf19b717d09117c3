// The verdict on a file whose bytes had arrived before the page was left.
import type { Airlock, File as FileRecord } from './airlock.ts';
import { FileHeldError, FileRejectedError } from './errors.ts';
import { pause } from './retry.ts';

const longestMs = 5_000;

/** Resolves to the ready file; throws `FileRejectedError`, `FileHeldError`, what `airlock.get` throws, or `AbortError`. */
export async function followVerdict(
  airlock: Airlock,
  fileId: string,
  signal: AbortSignal,
): Promise<FileRecord> {
  for (let delayMs = 300; ; delayMs = Math.min(longestMs, delayMs * 1.5)) {
    const file = await airlock.get(fileId);
    if (file.status === 'ready') return file;
    if (file.status === 'rejected') throw new FileRejectedError(file);
    if (file.pendingReason === 'held') throw new FileHeldError(file);
    await pause(delayMs, signal);
  }
}
