// Version ids: opaque to callers, but they say where in the order of versions they belong.
import { randomBytes } from 'node:crypto';

/** Opaque to callers; it begins with the sequence so that a listing can resume after a deletion. */
export function newVersionId(sequence: number): string {
  return sequence.toString(36).padStart(10, '0') + randomBytes(11).toString('hex');
}

/** The place in the order of versions that a version id stands for; undefined for `null`. */
export function sequenceOfVersionId(versionId: string): number | undefined {
  return isVersionId(versionId) && versionId !== 'null'
    ? Number.parseInt(versionId.slice(0, 10), 36)
    : undefined;
}

/** Whether S3 would take this for a version id at all. */
export function isVersionId(text: string): boolean {
  return text === 'null' || /^[0-9a-z]{10}[0-9a-f]{22}$/.test(text);
}
