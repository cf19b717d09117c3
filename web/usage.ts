// Shows the used quota as two bars beside the Dashboard, updated after every upload and deletion.

import type { Airlock } from '../client/airlock.ts';
import { find } from './dom.ts';
import { bytesInWords, numberInWords } from './quantities.ts';
import { texts } from './texts.ts';

/** From this share of a limit on, the page asks to delete files. */
const nearlyFull = 0.9;

/** The bars on the page. */
export interface Usage {
  /** Reads the usage again; on failure, the bars keep their values. */
  refresh(): Promise<void>;
}

/** Wires the bars in index.html; they are invisible until the first answer. */
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
    // Another tab may have changed it.
    if (!document.hidden) void refresh();
  });
  return { refresh };
}

/** The same client, which also calls `onChange` after every upload, successful or not, and after every deletion. */
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
    async removeAll(ids) {
      const answer = await airlock.removeAll(ids);
      onChange();
      return answer;
    },
  };
}

function showUsage({ bytes, files, limits }: Awaited<ReturnType<Airlock['usage']>>) {
  showBar('bytes', bytes, limits.bytes, bytesInWords);
  showBar('files', files, limits.files, numberInWords);
  const fullest = Math.max(bytes / limits.bytes, files / limits.files);
  const hint = find(document, '#usage-hint', HTMLElement);
  hint.hidden = fullest < nearlyFull;
  hint.textContent = fullest < 1 ? texts().usage.nearlyFull : texts().usage.full;
  find(document, '#usage', HTMLElement).classList.remove('unknown');
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
  amount.textContent = texts().usage.of(inWords(used), inWords(limit));
}
