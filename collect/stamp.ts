// How a file shows that it was changed, without being read.
import { fstatSync, type Stats, statSync } from 'node:fs';

/** Size and times of a file; equal stamps mean that it was not written to in between. */
export interface Stamp {
  readonly bytes: number;
  readonly modifiedAt: number;
  /** When anything about it changed last, which copying with old times cannot hide. */
  readonly changedAt: number;
}

/** The stamp of a file, by path or by open descriptor. */
export const stampOf = (file: string | number): Stamp =>
  toStamp(typeof file === 'number' ? fstatSync(file) : statSync(file));

export const toStamp = ({ size, mtimeMs, ctimeMs }: Stats): Stamp => ({
  bytes: size,
  modifiedAt: mtimeMs,
  changedAt: ctimeMs,
});

/** Whether both are of the very same state of a file. */
export const isSameStamp = (a: Stamp, b: Stamp): boolean =>
  a.bytes === b.bytes && a.modifiedAt === b.modifiedAt && a.changedAt === b.changedAt;
