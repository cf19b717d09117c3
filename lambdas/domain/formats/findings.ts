// Collects what active content a document has: at most so many findings, each printable and short.
import {
  FINDING_MAX_CHARACTERS,
  type Finding,
  type FindingKind,
  findingKinds,
  MAX_FINDINGS,
} from './evidence.ts';

/** Places that are kept for the first finding of each kind, so that many of one kind hide none of another. */
const REPEATED_MAX = MAX_FINDINGS - findingKinds.length;

/** Collects findings; one kind at one place counts once. */
export class Findings {
  readonly #found: Finding[] = [];
  readonly #seen = new Set<string>();
  readonly #kinds = new Set<FindingKind>();

  /** Records active content; beyond the limit of findings nothing changes. */
  add(kind: FindingKind, where: string, target?: string): void {
    const key = `${kind} ${where}`;
    if (this.#seen.has(key)) return;
    if (this.#kinds.has(kind) && this.#found.length >= REPEATED_MAX) return;
    this.#seen.add(key);
    this.#kinds.add(kind);
    const named = printable(target ?? '');
    this.#found.push({ kind, where: printable(where), ...(named !== '' && { target: named }) });
  }

  get all(): readonly Finding[] {
    return this.#found;
  }
}

const printable = (text: string): string =>
  text
    .slice(0, FINDING_MAX_CHARACTERS)
    .replaceAll(/[^\x20-\x7e\xa1-\ud7ff\ue000-\uf8ff]/g, ' ')
    .trim();
