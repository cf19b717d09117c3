// Downloads several files at once.
import type { Airlock } from '../client/airlock.ts';
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { inBatches } from './in-batches.ts';
import { texts } from './texts.ts';
import { refusalInWords } from './words.ts';

type Api = Pick<Airlock, 'downloads'>;
type Outcome = Awaited<ReturnType<Api['downloads']>>['results'][number];
type Issued = Extract<Outcome, { outcome: 'issued' }>;

/** A frame stays at least this long, whatever the clock of this device says. */
const LEAST_FRAME_MS = 60_000;

/**
 * Starts the download of each file. Calls `onRefused` with a sentence about those that were refused, and later about each that the
 * storage does not send. Throws when the API does not answer.
 */
export async function saveFiles(
  airlock: Api,
  files: readonly FileRecord[],
  onRefused: (sentence: string) => void,
): Promise<void> {
  const issue = async (ids: readonly string[]) =>
    (await airlock.downloads(ids, { disposition: 'attachment' })).results;
  const start = (result: Issued) =>
    startDownload(result, {
      renew: async () => (await issue([result.id])).find(isIssued)?.url,
      onFailure: () => onRefused(texts().download.refused(1, texts().refusal.busy)),
    });
  const { results, left, error } = await inBatches(files, async (batch) => {
    const issued = await issue(batch.map(({ id }) => id));
    issued.filter(isIssued).forEach(start);
    return issued;
  });
  const refused = results.filter((each) => each.outcome === 'refused');
  const [first] = refused;
  if (first) onRefused(texts().download.refused(refused.length, refusalInWords(first.problem)));
  if (left.length > 0) throw error;
}

const isIssued = (each: Outcome): each is Issued => each.outcome === 'issued';

/**
 * Navigations of the page itself would cancel each other, so that each download has a frame. A browser loads few files of a host at
 * once: a file may wait for its turn until its link has ended, and then gets another one.
 */
function startDownload(
  { url, expiresAt }: Issued,
  { renew, onFailure }: { renew(): Promise<string | undefined>; onFailure(): void },
) {
  const frame = document.createElement('iframe');
  let isRenewed = false;
  // A download loads nothing into the frame: this is the storage's page about an error.
  frame.addEventListener('load', async () => {
    const next = isRenewed ? undefined : await renew().catch(() => undefined);
    isRenewed = true;
    if (next === undefined) {
      frame.remove();
      onFailure();
    } else frame.src = next;
  });
  frame.hidden = true;
  frame.src = url;
  document.body.append(frame);
  // Twice as long as a link lasts: the second one as well.
  const validMs = 2 * (Date.parse(expiresAt) - Date.now());
  window.setTimeout(() => frame.remove(), Math.max(validMs, LEAST_FRAME_MS));
}
