// How much of their quota somebody keeps: two bars beside the Dashboard, drawn anew after every upload and deletion.
import type { Airlock } from '../client/airlock.ts';
import { find } from './dom.ts';
import { bytesInWords } from './quantities.ts';

/** From this share of a limit on, the page says what to do. */
const nearlyFull = 0.9;

/** The bars on the page. */
export interface Usage {
  /** Asks for the numbers again; a failure leaves the bars as they are. */
  refresh(): Promise<void>;
}

/** Wires the bars in index.html; they are hidden until the first answer. */
export function startUsage(airlock: Airlock): Usage {
  let isAsking = false;
  let isOutdated = false;

  async function refresh() {
    isOutdated = true;
    if (isAsking) return;
    isAsking = true;
    while (isOutdated) {
      isOutdated = false;
      await airlock.usage().then(showUsage, () => {});
    }
    isAsking = false;
  }

  document.addEventListener('visibilitychange', () => {
    // It may have changed in another tab.
    if (!document.hidden) void refresh();
  });
  return { refresh };
}

/** The same client, which tells when an upload has ended, however, and when a file was deleted. */
export function watchUsage(airlock: Airlock, onChange: () => void): Airlock {
  return {
    ...airlock,
    upload(source, options) {
      const task = airlock.upload(source, options);
      task.then(onChange, onChange);
      return task;
    },
    async remove(id) {
      await airlock.remove(id);
      onChange();
    },
  };
}

function showUsage({ bytes, files, limits }: Awaited<ReturnType<Airlock['usage']>>) {
  showBar('bytes', bytes, limits.bytes, bytesInWords);
  showBar('files', files, limits.files, (count) => count.toLocaleString('en'));
  const fullest = Math.max(bytes / limits.bytes, files / limits.files);
  const hint = find(document, '#usage-hint', HTMLElement);
  hint.hidden = fullest < nearlyFull;
  hint.textContent = `${fullest < 1 ? 'Nearly full' : 'Full'}. Delete files that you no longer need.`;
  find(document, '#usage', HTMLElement).hidden = false;
}

function showBar(
  resource: 'bytes' | 'files',
  used: number,
  limit: number,
  inWords: (amount: number) => string,
) {
  const bar = find(document, `#usage-${resource}`, HTMLMeterElement);
  const amount = find(document, `#usage-${resource}-amount`, HTMLElement);
  bar.max = limit;
  bar.high = limit * nearlyFull;
  bar.optimum = 0;
  bar.value = used;
  amount.textContent = `${inWords(used)} of ${inWords(limit)}`;
}
