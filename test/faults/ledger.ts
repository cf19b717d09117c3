// What clients were promised in a run, to be held against what is true at its end.
import type { Grantee } from '../../lambdas/domain/access.ts';

/** What must have become of a file. `open`: nobody was promised anything. */
export type Fate = 'open' | 'ready' | 'rejected' | 'deleted';

/** One file that a client knows of. */
export interface PromisedFile {
  readonly id: string;
  fate: Fate;
  /** Somebody asked for its end and was not answered, or sent a file in its place. */
  mayEnd: boolean;
  /** What was sent and is what was claimed. */
  readonly contents: Set<string>;
  /** What somebody was served. */
  served?: string;
  /** Who was told that they may read it. */
  readonly readers: Set<Grantee>;
  /** Who was told that they may read it no more. */
  readonly strangers: Set<Grantee>;
  /** Tokens of links that were promised to lead here, and of those that were taken back. */
  readonly links: Set<string>;
  readonly deadLinks: Set<string>;
}

/** Promises by file. */
export class Ledger {
  readonly files = new Map<string, PromisedFile>();
  /** Uploads that were asked for, each with an Idempotency-Key of its own: there are never more records. */
  uploadsAsked = 0;
  /** What was wrong while it happened. */
  readonly wrong: string[] = [];

  /** The promises about one file. */
  of(id: string): PromisedFile {
    const known = this.files.get(id);
    if (known) return known;
    const file: PromisedFile = {
      id,
      fate: 'open',
      mayEnd: false,
      contents: new Set(),
      readers: new Set(),
      strangers: new Set(),
      links: new Set(),
      deadLinks: new Set(),
    };
    this.files.set(id, file);
    return file;
  }
}
