// Says why a person waits, when an action takes longer than they should wait without a word.
import { texts } from './texts.ts';

/** How long an action may take without a word. */
const SILENT_MS = 2_000;

/** Shows a sentence; the returned function removes it. */
export type Say = (sentence: string) => () => void;

/** Says why a person waits, unless the returned function is called before; with it the sentence is removed. */
export function sayWhenSlow(say: Say): () => void {
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
