// The HTTP contract, requests: the parts of a file to sign.
import * as z from 'zod/mini';

const partNumber = z.int().check(z.minimum(1), z.maximum(10_000));

/** Body of `POST /files/{id}/parts`: a window of parts to sign. */
export const signPartsRequestSchema = z.strictObject({
  /** The parts to sign, at most 100. */
  parts: z
    .array(
      z.strictObject({
        partNumber,
        /**
         * SHA-256 of the part, 64 hex digits or base64; S3 then refuses other bytes. Required with `checksumParts`, and refused
         * without it.
         */
        sha256: z.optional(z.string()),
      }),
    )
    .check(z.minLength(1), z.maxLength(100)),
});
export type SignPartsRequest = z.infer<typeof signPartsRequestSchema>;
