// The ports of validating an upload: its bytes, and a way to observe them.
import type { ObjectVersion } from './ports.ts';
import type { Evidence } from './verdict.ts';

/** The bytes of one upload: the first of them, and a way to read more. */
export interface UploadBytes {
  /** The first `HEAD_MAX_BYTES`, or all bytes of a smaller file. */
  readonly head: Uint8Array;
  readonly size: number;
  /** Reads exactly these bytes. @throws when the store does not answer */
  readonly readMore: (start: number, length: number) => Promise<Uint8Array>;
}

/** Observes an upload. Whatever the bytes are, it returns evidence; it throws only when they could not be read. */
export type InspectUpload = (upload: UploadBytes) => Promise<Evidence>;

/** Judges a version that has just arrived, unless that takes too long; its event judges it then. */
export type JudgeNow = (version: ObjectVersion) => Promise<void>;
