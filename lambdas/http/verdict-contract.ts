// The part of the contract for verdicts: the evidence in the bytes of a file, and the decision.
import * as z from 'zod/mini';
import { findingKinds, foreignKinds } from '../domain/formats/evidence.ts';
import { reasons } from '../domain/verdict.ts';

const bytes = z.int().check(z.nonnegative());

/** An accepted image: its size in pixels, and what its metadata contains. */
export const imageSchema = z.object({
  width: z.int(),
  height: z.int(),
  frames: z.optional(z.int()),
  /** How to turn it upright, 1 to 8 as in EXIF. */
  orientation: z.optional(z.int()),
  /** Whether the metadata contains the place where it was taken. */
  hasGps: z.optional(z.boolean()),
});

/** The first flaw of a file's structure. */
const flawSchema = z.object({
  kind: z.enum(['truncated', 'contradictory', 'unreadable']),
  detail: z.string(),
});

const flag = z.optional(z.boolean());
const count = z.optional(z.number());

/** One piece of active content in a document, and where it stands. */
const findingSchema = z.object({
  kind: z.enum(findingKinds),
  where: z.string(),
  target: z.optional(z.string()),
});

/** Evidence of the bytes by kind of file; a fact that the bytes do not state is absent. */
const contentEvidence = {
  image: z.optional(
    z.extend(z.partial(imageSchema), {
      /** There are more than the `frames` that were counted. */
      hasMoreFrames: flag,
      trailingBytes: count,
      flaw: z.optional(flawSchema),
    }),
  ),
  document: z.optional(
    z.object({
      findings: z.readonly(z.array(findingSchema)),
      isEncrypted: flag,
      leadingBytes: count,
      trailingBytes: count,
      flaw: z.optional(flawSchema),
    }),
  ),
  archive: z.optional(
    z.object({
      entries: count,
      expandedBytes: count,
      isEncrypted: flag,
      nestedArchives: count,
      programs: count,
      unsafeName: z.optional(z.string()),
      flaw: z.optional(flawSchema),
    }),
  ),
  media: z.optional(z.object({ isUnfinished: flag, flaw: z.optional(flawSchema) })),
  /** Content of another kind that was found inside, and where. */
  foreign: z.optional(z.object({ kind: z.enum(foreignKinds), at: z.number() })),
};

/** A checksum of the stored bytes, S3's own or computed when they were judged. */
export const checksumSchema = z.object({
  /** As S3 names it: `SHA256`, `CRC64NVME`. */
  algorithm: z.string(),
  /** Base64, as S3 writes it. */
  value: z.string(),
  /** Of the whole object, or of its parts' checksums. */
  type: z.enum(['FULL_OBJECT', 'COMPOSITE']),
});

/** Why a file was refused, by a stable name. */
const reasonSchema = z.enum(reasons);

/** The result of a malware scanner about the stored bytes. */
const scanSchema = z.object({
  engine: z.enum(['guardduty', 'clamd']),
  outcome: z.enum(['clean', 'infected', 'unsupported', 'failed', 'timed_out']),
  /** Names of what it found. */
  threats: z.optional(z.readonly(z.array(z.string()))),
  /** Why there is no answer about the bytes. */
  why: z.optional(z.string()),
});

/** The decision about the stored bytes, with its evidence. */
export const verdictSchema = z.object({
  outcome: z.enum(['accepted', 'rejected']),
  reason: z.optional(reasonSchema),
  /** The content type that the uploader claimed. */
  declaredType: z.string(),
  /** The content type that the bytes show. */
  detectedType: z.optional(z.string()),
  /** Bytes that the uploader announced. */
  declaredSize: z.optional(bytes),
  /** Bytes that S3 holds. */
  size: z.optional(bytes),
  ...contentEvidence,
  /** The encoding of a text: `utf-8`, `utf-16le`. */
  charset: z.optional(z.string()),
  checksum: z.optional(checksumSchema),
  /** Bytes that were read to decide. */
  bytesRead: z.optional(bytes),
  scan: z.optional(scanSchema),
  /** One sentence for people: what was found, what was expected, what to do. */
  detail: z.optional(z.string()),
});
