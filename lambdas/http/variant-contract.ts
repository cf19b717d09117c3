// The part of the contract for re-encoded copies of images.
import * as z from 'zod/mini';

const bytes = z.int().check(z.nonnegative());

/** The name of a variant, as the collection configures it. */
export const variantName = z
  .string()
  .check(z.regex(/^[a-z][a-z0-9-]{0,31}$/, 'has to be the name of a variant'));

/** A re-encoded copy of an image, without metadata and upright. */
export const variantSchema = z.object({
  contentType: z.string(),
  /** Pixels. */
  width: z.int(),
  height: z.int(),
  size: bytes,
  /** Address on the CDN, of a public file once the variant is published; private ones are signed by the download route. */
  url: z.optional(z.string()),
});
export type Variant = z.infer<typeof variantSchema>;

/** The state of the making of variants. */
export const variantsStatusSchema = z.enum(['preparing', 'ready', 'failed']);

/** The details of `variant_not_available`. */
export const variantProblemDetails = {
  variant: z.string(),
  /** `none`: no such variant is ever made of the file. */
  state: z.enum(['preparing', 'failed', 'none']),
};
