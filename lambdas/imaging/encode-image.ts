// Decodes and encodes images with libvips, within limits of pixels and time, by the few decoders that are needed.
import sharp, { type Sharp, type SharpOptions } from 'sharp';
import type { Recipe, VariantFailure } from '../domain/variant.ts';
import type { EncodedImage, EncodeImage } from '../domain/variant-ports.ts';

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

/** Seconds that encoding by one recipe may take. */
const ENCODING_SECONDS = 30;

/** How much libvips tries to make a WebP smaller, 0 to 6, and an AVIF, 0 to 9. */
const WEBP_EFFORT = 4;
const AVIF_EFFORT = 4;

/**
 * Encodes by each recipe in turn. Rotated as EXIF says, converted to sRGB, without any metadata: libvips keeps none unless
 * it is asked to. An image that cannot be decoded or exceeds a limit is a failure, never an exception.
 */
export const encodeImage: EncodeImage = async (source, { contentType, maxPixels, recipes }) => {
  try {
    const options: SharpOptions = {
      limitInputPixels: maxPixels,
      failOn: 'error',
      sequentialRead: true,
    };
    const { format, width, height, pages = 1 } = await sharp(source, options).metadata();
    if (format !== formats[contentType]) return { failure: 'undecodable' };
    if (width * height > maxPixels) return { failure: 'too_many_pixels' };
    const images: EncodedImage[] = [];
    for (const recipe of recipes) {
      // An animation that is too large as a whole is shown by its first frame.
      const isAnimated = recipe.animated && pages > 1 && width * height * pages <= maxPixels;
      images.push(await encode(sharp(source, { ...options, animated: isAnimated }), recipe));
    }
    return { images };
  } catch (error) {
    return { failure: failureOf(error) };
  }
};

async function encode(image: Sharp, recipe: Recipe): Promise<EncodedImage> {
  const { width, height, fit, format, quality } = recipe;
  const scaled = image
    .autoOrient()
    .resize({ ...(width && { width }), ...(height && { height }), fit, withoutEnlargement: true })
    .toColourspace('srgb')
    .timeout({ seconds: ENCODING_SECONDS });
  const encoded =
    format === 'avif'
      ? scaled.avif({ quality, effort: AVIF_EFFORT })
      : scaled.webp({ quality, effort: WEBP_EFFORT });
  const { data, info } = await encoded.toBuffer({ resolveWithObject: true });
  return {
    bytes: data,
    contentType: `image/${format}`,
    width: info.width,
    height: info.pageHeight ?? info.height,
  };
}

/** The reason behind an error of sharp, which has no codes: a limit by its words, anything else as bytes that are no image. */
function failureOf(error: unknown): VariantFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (message.includes('pixel limit')) return 'too_many_pixels';
  return message.includes('timeout') ? 'too_slow' : 'undecodable';
}
