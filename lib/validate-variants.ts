// Validates the fields about re-encoded copies of images.

import type { z } from 'zod';
import type { Config } from '../lambdas/config/config.ts';
import { bytesExactly } from '../lambdas/domain/bytes-in-words.ts';
import { MAX_SOURCE_BYTES, reencodableTypes, SANITIZED } from '../lambdas/domain/variants.ts';
import { answer, field, flag, integer, object, oneOf, record } from './config-fields.ts';

/** More would make lists and records long, and each variant costs storage. */
const MAX_VARIANTS = 8;
/** Larger pictures are served as the original, because the function holds several of them in memory. */
const MAX_SIDE = 4_096;
/** A picture of one pixel fits into it in both formats. */
const LEAST_MAX_BYTES = 1024;
/** Pixels that the function decodes within its memory and time. */
const MAX_PIXELS = 100_000_000;

const variantName = field<string>(
  `a variant’s name: a lower-case letter, then up to 31 letters, digits and hyphens, and not ${SANITIZED}`,
  (value) =>
    typeof value === 'string' && /^[a-z][a-z0-9-]{0,31}$/.test(value) && value !== SANITIZED,
);

const side = integer('pixels', 1, MAX_SIDE).optional();

const variant = object({
  width: side,
  height: side,
  fit: oneOf('cover', 'inside'),
  format: oneOf('webp', 'avif'),
  quality: integer('percent', 1, 100),
  animated: flag,
  maxBytes: integer('bytes', LEAST_MAX_BYTES, MAX_SOURCE_BYTES).optional(),
}).superRefine(({ width, height, fit, format, animated, maxBytes }, context) => {
  const refuse = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message });
  if (width === undefined && height === undefined) {
    refuse('width', 'is missing, and so is height; expected at least one of them');
  } else if (fit === 'cover' && (width === undefined || height === undefined)) {
    refuse('fit', "is 'cover', which needs width and height; add the other one, or use 'inside'");
  }
  if (animated === true && format === 'avif') {
    refuse('animated', "is true, which AVIF is not made with; use format: 'webp'");
  }
  if (animated === true && maxBytes !== undefined) {
    refuse('maxBytes', `is ${maxBytes}, which limits single pictures; leave it out, or animated`);
  }
});

/** The fields of a collection about copies of its images. */
export const variantFields = {
  variants: record(variantName, variant, 'an object of variants by name').refine(
    (all) => Object.keys(all).length <= MAX_VARIANTS,
    { error: answer(`at most ${MAX_VARIANTS} variants`) },
  ),
  serve: oneOf('original', 'sanitized'),
};

/** Checks that the function can decode what the collections take; reports issues at the fields that prevent it. */
export function checkVariants(config: unknown, context: z.RefinementCtx): void {
  const { collections = {} } = config as Partial<Config>;
  for (const [name, collection] of Object.entries(collections)) {
    const refuse = (path: readonly string[], message: string) =>
      context.addIssue({ code: 'custom', path: ['collections', name, ...path], message });
    const { variants = {}, serve, image, types = [], maxBytes } = collection ?? {};
    if (Object.keys(variants).length === 0 && serve !== 'sanitized') continue;
    if (
      Object.keys(variants).length > 0 &&
      !types.some((type) => reencodableTypes.includes(type))
    ) {
      refuse(
        ['variants'],
        `is given, but the collection takes none of the images that variants are made of: ${reencodableTypes.join(', ')}`,
      );
    }
    if (image && image.maxPixels > MAX_PIXELS) {
      refuse(
        ['image', 'maxPixels'],
        `is ${image.maxPixels}; a collection with variants takes images of at most ${MAX_PIXELS} pixels`,
      );
    }
    if (serve !== 'sanitized') continue;
    const others = types.filter((type) => !reencodableTypes.includes(type));
    if (others.length > 0) {
      refuse(
        ['serve'],
        `is 'sanitized', but ${others.join(', ')} cannot be encoded again; take only ${reencodableTypes.join(', ')}`,
      );
    }
    if (maxBytes > MAX_SOURCE_BYTES) {
      refuse(
        ['maxBytes'],
        `is ${bytesExactly(maxBytes)}; with serve: 'sanitized' it is at most ${bytesExactly(MAX_SOURCE_BYTES)}, the largest image that is encoded again`,
      );
    }
  }
}
