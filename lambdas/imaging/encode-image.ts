// Decodes and encodes images with libvips, within limits of pixels, time and bytes, by the few decoders that are needed.
import sharp, { type Sharp, type SharpOptions } from 'sharp';
import type { Recipe, VariantFailure } from '../domain/variant.ts';
import type { EncodedImage, EncodeImage } from '../domain/variant-ports.ts';
import { MAX_ENCODED_SIDE } from '../domain/variants.ts';
import { encodeWithin } from './encode-within.ts';

/** Formats as libvips names them, by content type. A source is decoded as what it was judged to be, and as nothing else. */
const formats: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'heif',
};

/**
 * Of all that libvips can load, SVG, TIFF and files by their path included, these five are left (libvips,
 * "vips_operation_block_set").
 */
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Nsgif', 'Webp', 'Heif'].map(
    (format) => `VipsForeignLoad${format}Buffer`,
  ),
});
// A function decodes one image at a time: a cache would only add to its memory.
sharp.cache(false);
sharp.concurrency(1);

/** Seconds that encoding by all recipes may take, of the five minutes of the function; the largest picture needs about one minute. */
const ENCODING_SECONDS = 240;

/** Types whose frames are decoded one after the other; the further pictures of an AVIF are no frames of an animation. */
const animatedTypes: readonly string[] = ['image/gif', 'image/webp'];

/** Width and height in pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Encodes by each recipe in turn. Rotated as EXIF says, converted to sRGB, without any metadata: libvips keeps none unless
 * it is asked to. An image that cannot be decoded or exceeds a limit is a failure, never an exception.
 */
export const encodeImage: EncodeImage = async (bytes, { contentType, maxPixels, recipes }) => {
  try {
    const source = contentType === 'image/avif' ? withStillBrand(bytes) : bytes;
    const options: SharpOptions = {
      limitInputPixels: maxPixels,
      failOn: 'error',
      sequentialRead: true,
    };
    const facts = await sharp(source, options).metadata();
    const { format, width, height, pages = 1, orientation = 1, autoOrient: upright } = facts;
    if (format !== formats[contentType]) return { failure: 'undecodable' };
    if (width * height > maxPixels) return { failure: 'too_many_pixels' };
    // An animation that is too large as a whole, or has to be turned, is shown by its first frame.
    const isAnimation =
      animatedTypes.includes(contentType) &&
      pages > 1 &&
      orientation === 1 &&
      width * height * pages <= maxPixels;
    const end = Date.now() + ENCODING_SECONDS * 1000;
    const images: EncodedImage[] = [];
    for (const recipe of recipes) {
      const animated = recipe.animated && isAnimation;
      images.push(await encode(sharp(source, { ...options, animated }), recipe, upright, end));
    }
    return { images };
  } catch (error) {
    return { failure: failureOf(error) };
  }
};

async function encode(
  image: Sharp,
  recipe: Recipe,
  upright: Size,
  end: number,
): Promise<EncodedImage> {
  const { fit, format } = recipe;
  const scaled = image
    .autoOrient()
    .resize({ ...boxOf(recipe, upright), fit, withoutEnlargement: true })
    .toColourspace('srgb');
  const { data, info } = await encodeWithin(scaled, recipe, end);
  return {
    bytes: data,
    contentType: `image/${format}`,
    width: info.width,
    height: info.pageHeight ?? info.height,
  };
}

/**
 * The box that a picture of this size is scaled into. `cover` has the shape of the configured box also where the picture is
 * smaller: then it is the largest box of that shape within the picture. A side that is not configured is as long as the
 * format allows.
 */
function boxOf(recipe: Recipe, upright: Size): Size {
  const { width = MAX_ENCODED_SIDE, height = MAX_ENCODED_SIDE, fit } = recipe;
  if (fit === 'inside') return { width, height };
  const scale = Math.min(1, upright.width / width, upright.height / height);
  return { width: atLeastOne(width * scale), height: atLeastOne(height * scale) };
}

const atLeastOne = (pixels: number): number => Math.max(1, Math.round(pixels));

/** Where a file of ISO boxes has its major brand (ISO/IEC 14496-12 §4.3). */
const MAJOR_BRAND_AT = 8;

/**
 * The AVIF with the major brand of a still picture, by which libvips recognises one. A sequence has `avis` there, and others
 * name a profile; their primary picture is described in the same way (AVIF 1.1 §6).
 */
function withStillBrand(avif: Uint8Array): Uint8Array {
  if (avif.byteLength < MAJOR_BRAND_AT + 4) return avif;
  const still = new Uint8Array(avif);
  still.set(Buffer.from('avif'), MAJOR_BRAND_AT);
  return still;
}

/** The reason behind an error of sharp, which has no codes: a limit by its words, anything else as bytes that are no image. */
function failureOf(error: unknown): VariantFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (message.includes('pixel limit')) return 'too_many_pixels';
  return message.includes('timeout') ? 'too_slow' : 'undecodable';
}
