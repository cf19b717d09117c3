// What tests of encoding share: a recipe, its limits, and pictures to begin with.
import sharp from 'sharp';
import { expect } from 'vitest';
import type { Recipe } from '../lambdas/domain/variant.ts';
import { encodeImage } from '../lambdas/imaging/encode-image.ts';

/** A square thumbnail. */
export const thumbnail: Recipe = {
  ...{ name: 'thumbnail', width: 64, height: 64 },
  ...{ fit: 'cover', format: 'webp', quality: 80, animated: false },
};
/** The recipe alone, for a PNG within a million pixels. */
export const limits = { contentType: 'image/png', maxPixels: 1_000_000, recipes: [thumbnail] };

/** The one image that a recipe like the thumbnail makes. */
export async function encodeOne(
  source: Uint8Array,
  contentType: string,
  recipe: Partial<Recipe> = {},
) {
  const recipes = [{ ...thumbnail, ...recipe }];
  const encoding = await encodeImage(source, { ...limits, contentType, recipes });
  if ('failure' in encoding) throw new Error(encoding.failure);
  const [image] = encoding.images;
  return image ?? expect.fail('There is no image.');
}

/** Pictures of one colour each, in PNG. */
export const plain = (width: number, height: number, ...colours: readonly string[]) =>
  Promise.all(
    colours.map((background) =>
      sharp({ create: { width, height, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  );
