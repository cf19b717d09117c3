// What each part of the details dialog works with.
import type { Airlock } from '../client/airlock.ts';
import type { File as FileRecord } from '../lambdas/http/contract.ts';

/** What each part of the dialog works with. */
export interface DetailsPart {
  readonly airlock: Airlock;
  /** A newer state of the file. */
  onChange(file: FileRecord): void;
  readonly file: FileRecord;
  /** The newest state that any part of the dialog has seen. */
  newest(): FileRecord;
  onSessionEnded(error: unknown): void;
}
