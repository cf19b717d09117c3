// Says why a person waits, when an action takes longer than they should wait without a word.
import { texts } from './texts.ts';

/** How long an action may take without a word. */
const SILENT_MS = 2_000;

/**
 * Calls `say` with a sentence unless the returned function is called before; what `say` returns is called with the end, and removes
 * the sentence.
 */
export function sayWhenSlow(say: (sentence: string) => () => void): () => void {
  let remove = () => {};
  const timer = window.setTimeout(() => {
    const { waiting, waitingOffline } = texts().page;
    remove = say(navigator.onLine ? waiting : waitingOffline);
  }, SILENT_MS);
  return () => {
    window.clearTimeout(timer);
    remove();
  };
}
