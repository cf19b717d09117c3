// What every part of the details dialog receives.
import type { Airlock } from '../client/airlock.ts';
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import type { Directory } from './directory.ts';

/** What every part of the details dialog receives. */
export interface DetailsPart {
  readonly airlock: Airlock;
  readonly directory: Directory;
  /** Called with a newer state of the file. */
  onChange(file: FileRecord): void;
  readonly file: FileRecord;
  /** The newest state that any part of the dialog has seen. */
  newest(): FileRecord;
  onSessionEnded(error: unknown): void;
}
