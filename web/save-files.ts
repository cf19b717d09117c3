// Downloads several files at once.
import type { Airlock } from '../client/airlock.ts';
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { inBatches } from './in-batches.ts';
import { texts } from './texts.ts';
import { refusalInWords } from './words.ts';

/** Starts the download of each file; resolves to a sentence about those that were refused. Throws when the API does not answer. */
export async function saveFiles(
  airlock: Pick<Airlock, 'downloads'>,
  files: readonly FileRecord[],
): Promise<string | undefined> {
  const { results, left, error } = await inBatches(files, async (batch) => {
    const ids = batch.map(({ id }) => id);
    const answer = await airlock.downloads(ids, { disposition: 'attachment' });
    for (const each of answer.results) if (each.outcome === 'issued') startDownload(each);
    return answer.results;
  });
  if (left.length > 0) throw error;
  const refused = results.filter((each) => each.outcome === 'refused');
  const [first] = refused;
  return first && texts().download.refused(refused.length, refusalInWords(first.problem));
}

/** A frame stays at least this long, whatever the clock of this device says. */
const LEAST_FRAME_MS = 60_000;

/**
 * Navigations of the page itself would cancel each other, so that each download has a frame. A browser loads few files of a host at
 * once: the frame of a file that waits for its turn stays as long as its link is valid.
 */
function startDownload({ url, expiresAt }: { readonly url: string; readonly expiresAt: string }) {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.src = url;
  document.body.append(frame);
  const validMs = Date.parse(expiresAt) - Date.now();
  window.setTimeout(() => frame.remove(), Math.max(validMs, LEAST_FRAME_MS));
}
