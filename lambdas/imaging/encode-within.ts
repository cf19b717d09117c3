// Encodes a scaled picture within a time, and within a number of bytes where the recipe has one.
import sharp, { type OutputInfo, type Sharp } from 'sharp';
import type { Recipe } from '../domain/variant.ts';

/** How much libvips tries to make a WebP smaller, 0 to 6, and an AVIF, 0 to 9. */
const WEBP_EFFORT = 4;
const AVIF_EFFORT = 4;

/** Below this quality a picture with fewer pixels looks better. */
const LEAST_QUALITY = 20;

/** By how much the quality falls from one attempt to the next, and the sides at least. */
const QUALITY_STEP = 2 / 3;
const SIDE_STEP = 0.9;

interface Encoded {
  readonly data: Buffer;
  readonly info: OutputInfo;
}

/**
 * Encodes by the recipe, until `end`, in milliseconds. A copy that exceeds `maxBytes` is encoded again with less quality, and then
 * with fewer pixels.
 */
export async function encodeWithin(scaled: Sharp, recipe: Recipe, end: number): Promise<Encoded> {
  const { maxBytes } = recipe;
  if (maxBytes === undefined) return encodeAs(scaled, recipe, recipe.quality, end);
  // Decoded and scaled once; each attempt begins with the same pixels.
  const pixels = await inTime(scaled, end).raw().toBuffer({ resolveWithObject: true });
  let { quality } = recipe;
  let share = 1;
  for (;;) {
    const encoded = await encodeAs(shrunk(pixels, share), recipe, quality, end);
    const excess = encoded.data.byteLength / maxBytes;
    if (excess <= 1) return encoded;
    if (quality > LEAST_QUALITY) {
      quality = Math.max(LEAST_QUALITY, Math.floor(quality * QUALITY_STEP));
    } else {
      share *= Math.min(SIDE_STEP, Math.sqrt(1 / excess));
    }
  }
}

const encodeAs = (
  image: Sharp,
  { format }: Recipe,
  quality: number,
  end: number,
): Promise<Encoded> => {
  const limited = inTime(image, end);
  const encoder =
    format === 'avif'
      ? limited.avif({ quality, effort: AVIF_EFFORT })
      : limited.webp({ quality, effort: WEBP_EFFORT });
  return encoder.toBuffer({ resolveWithObject: true });
};

/** sharp counts whole seconds, and takes 0 for no limit. */
const inTime = (image: Sharp, end: number): Sharp =>
  image.timeout({ seconds: Math.max(1, Math.ceil((end - Date.now()) / 1000)) });

/** The picture with this share of its sides. */
function shrunk({ data, info }: Encoded, share: number): Sharp {
  const { width, height, channels } = info;
  const side = (pixels: number): number => Math.max(1, Math.round(pixels * share));
  return sharp(data, { raw: { width, height, channels } }).resize({
    width: side(width),
    height: side(height),
    fit: 'fill',
  });
}
