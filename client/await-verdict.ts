// The last step: asking for the file until the server has judged it.
import type { File } from '../lambdas/contract.ts';
import type { Api, CallOptions } from './api.ts';
import { FileRejected } from './errors.ts';
import { pause } from './retry.ts';

const firstMs = 150;
const longestMs = 5_000;

/**
 * Resolves to the ready file, or throws `FileRejected`. It ends because the server does: an upload whose event
 * got lost is judged, or removed (`not_found`), by the reaper.
 */
export async function awaitVerdict(
  api: Api,
  fileId: string,
  call: CallOptions & { readonly random?: () => number },
): Promise<File> {
  const { random = Math.random, signal } = call;
  for (let delayMs = firstMs; ; delayMs = Math.min(longestMs, delayMs * 1.5)) {
    const file = await api.get(fileId, call);
    if (file.status === 'ready') return file;
    if (file.status === 'rejected') throw new FileRejected(file);
    // Half to whole of the delay, so that many uploads that end together do not ask together.
    await pause(delayMs * (0.5 + random() / 2), signal);
  }
}
