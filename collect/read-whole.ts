// Reads small files and texts as a consistent snapshot.
import { readFileSync } from 'node:fs';
import { isSameStamp, type Stamp, stampOf } from './stamp.ts';

/** A file's bytes and the state they are of. */
export interface Whole {
  readonly bytes: Buffer;
  readonly stamp: Stamp;
}

/**
 * Reads a file whose stamp was seen before. When it has been changed since, or while it was read, reads it once more.
 * Synchronous, since for files of a few kilobytes the way through a thread pool costs more than the reading.
 * @throws when it does not come to rest.
 */
export function readWhole(file: string, seen: Stamp, read = readFileSync): Whole {
  let before = seen;
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const bytes = read(file);
    const stamp = stampOf(file);
    if (isSameStamp(before, stamp) && bytes.length === stamp.bytes) return { bytes, stamp };
    before = stamp;
  }
  throw changed();
}

/** The error for a file that another process keeps writing to. */
export const changed = (): Error =>
  new Error('was changed while it was collected; run again when nothing writes to it');
