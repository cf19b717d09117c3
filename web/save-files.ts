// Downloads several files at once.
import type { Airlock } from '../client/airlock.ts';
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { inBatches } from './in-batches.ts';
import { texts } from './texts.ts';
import { refusalInWords } from './words.ts';

/** A frame only starts a download; the browser has taken it over long before. */
const FRAME_MS = 60_000;

/** Starts the download of each file; resolves to a sentence about those that were refused. */
export async function saveFiles(
  airlock: Pick<Airlock, 'downloads'>,
  files: readonly FileRecord[],
): Promise<string | undefined> {
  const results = await inBatches(files, async (batch) => {
    const ids = batch.map(({ id }) => id);
    return (await airlock.downloads(ids, { disposition: 'attachment' })).results;
  });
  for (const result of results) if (result.outcome === 'issued') startDownload(result.url);
  const refused = results.filter((each) => each.outcome === 'refused');
  const [first] = refused;
  return first && texts().download.refused(refused.length, refusalInWords(first.problem));
}

// Navigations of the page itself would cancel each other.
function startDownload(url: string): void {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.src = url;
  document.body.append(frame);
  window.setTimeout(() => frame.remove(), FRAME_MS);
}
