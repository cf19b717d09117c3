// Detects that a file was changed, without reading it.
import { fstatSync, type Stats, statSync } from 'node:fs';

/** Size and times of a file; equal stamps mean that it was not written to in between. */
export interface Stamp {
  readonly bytes: number;
  readonly modifiedAt: number;
  /** The time of the last change of any kind, which copying with old times cannot hide. */
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

/** Whether both are of the same state of a file. */
export const isSameStamp = (a: Stamp, b: Stamp): boolean =>
  a.bytes === b.bytes && a.modifiedAt === b.modifiedAt && a.changedAt === b.changedAt;
