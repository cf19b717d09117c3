// Announces what becomes of uploads to screen readers: one by one, or their numbers when many come one after the other.
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { now } from './clock.ts';
import { announce } from './dom.ts';
import { texts } from './texts.ts';
import { statusInWords, verdictInWords } from './words.ts';

/** How long the first outcome waits for others. */
const GATHER_MS = 1_000;
/** The time between two announcements, so that a person hears something else as well. */
const PAUSE_MS = 10_000;

/** What has become of one file. */
export interface Outcome {
  /** Outcomes of a kind are counted together. */
  readonly kind: string;
  /** All about this one. */
  readonly sentence: string;
  /** So many of this kind. */
  together(count: number): string;
}

let waiting: readonly Outcome[] = [];
let lastAt = Number.NEGATIVE_INFINITY;

/** Announces an outcome, together with those that follow soon. */
export function announceOutcome(outcome: Outcome): void {
  waiting = [...waiting, outcome];
  if (waiting.length > 1) return;
  setTimeout(flush, Math.max(GATHER_MS, lastAt + PAUSE_MS - performance.now()));
}

function flush() {
  announce(outcomesInWords(waiting));
  waiting = [];
  lastAt = performance.now();
}

/** The outcomes in words: the sentence of a single one, `12 files are ready. 1 file is rejected.` for several. */
export function outcomesInWords(outcomes: readonly Outcome[]): string {
  const [first] = outcomes;
  if (first && outcomes.length === 1) return first.sentence;
  return Array.from(
    Map.groupBy(outcomes, ({ kind }) => kind).values(),
    (alike) => alike[0]?.together(alike.length) ?? '',
  ).join(' ');
}

/** The verdict on a file. */
export function verdictOn(file: FileRecord): Outcome {
  const words = texts().page;
  const status = statusInWords(file.status);
  return {
    kind: file.status,
    sentence: words.settled(file.filename, status, verdictInWords(file, now())),
    together: (count) => words.settledTogether(count, status),
  };
}

/** A failed upload, and why. */
export const failureOf = (filename: string, reason: string): Outcome => ({
  kind: reason,
  sentence: texts().page.notUploaded(filename, reason),
  together: (count) =>
    count === 1
      ? texts().page.notUploaded(filename, reason)
      : texts().refusals.several(count, reason),
});
