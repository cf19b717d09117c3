// Records what clients may expect from the responses in a run, for comparison with the final state.
import type { Grantee } from '../../lambdas/domain/access.ts';

/** The status that a file must have at the end. `unknown`: no response has fixed it. */
export type ExpectedStatus = 'unknown' | 'ready' | 'rejected' | 'deleted';

/** What clients may expect of one file. */
export interface ExpectedFile {
  readonly id: string;
  status: ExpectedStatus;
  /** A deletion was requested without a response. */
  mayBeDeleted: boolean;
  /** The uploaded contents that match the claim. */
  readonly contents: Set<string>;
  /** The contents that were downloaded. */
  served?: string;
  /** The title of the last edit that was answered. */
  title?: string;
  /** A replacement was uploaded, so that the contents may have changed. */
  isReplaced: boolean;
  /** Principals with a confirmed grant. */
  readonly readers: Set<Grantee>;
  /** Principals whose grant was confirmed as removed. */
  readonly nonReaders: Set<Grantee>;
  /** Tokens of created links, and of revoked ones. */
  readonly links: Set<string>;
  readonly revokedLinks: Set<string>;
}

/** The expectations of a run, by file. */
export class ExpectedState {
  readonly files = new Map<string, ExpectedFile>();
  /** Requested uploads, each with its own Idempotency-Key: there are never more records. */
  uploadsRequested = 0;
  /** Violations that were seen during the run. */
  readonly violations: string[] = [];

  /** The expectations of one file. */
  of(id: string): ExpectedFile {
    const known = this.files.get(id);
    if (known) return known;
    const file: ExpectedFile = {
      id,
      status: 'unknown',
      mayBeDeleted: false,
      isReplaced: false,
      contents: new Set(),
      readers: new Set(),
      nonReaders: new Set(),
      links: new Set(),
      revokedLinks: new Set(),
    };
    this.files.set(id, file);
    return file;
  }
}
