// The content types of images.
import type { TypeTable } from './content-type.ts';

const raw = (
  extension: `.${string}`,
  brand: string,
  rest: Pick<TypeTable[string], 'aliases' | 'article'> = {},
): TypeTable[string] => ({
  extension,
  name: `${brand} camera image`,
  unmeasured: true,
  ...rest,
});

/** Images by canonical type. */
export const imageTypes: TypeTable = {
  'image/jpeg': {
    extension: '.jpg',
    otherExtensions: ['.jpeg', '.jpe', '.jfif', '.jif', '.pjpeg'],
    name: 'JPEG image',
    aliases: ['image/jpg', 'image/pjpeg', 'image/x-jpeg'],
    inline: true,
  },
  // An animated PNG is a PNG: browsers claim either name for the same bytes.
  'image/png': {
    extension: '.png',
    otherExtensions: ['.apng'],
    name: 'PNG image',
    aliases: ['image/x-png', 'image/apng', 'image/vnd.mozilla.apng'],
    inline: true,
  },
  'image/gif': { extension: '.gif', name: 'GIF image', inline: true },
  'image/webp': {
    extension: '.webp',
    name: 'WebP image',
    aliases: ['image/x-webp'],
    inline: true,
  },
  'image/avif': {
    extension: '.avif',
    otherExtensions: ['.avifs'],
    name: 'AVIF image',
    article: 'an',
    aliases: ['image/avif-sequence'],
    inline: true,
  },
  'image/heic': {
    extension: '.heic',
    otherExtensions: ['.heif', '.heics', '.heifs', '.hif'],
    name: 'HEIC image',
    aliases: ['image/heif', 'image/heic-sequence', 'image/heif-sequence'],
    inline: true,
  },
  'image/bmp': {
    extension: '.bmp',
    otherExtensions: ['.dib'],
    name: 'BMP image',
    aliases: ['image/x-ms-bmp', 'image/x-bmp', 'image/x-windows-bmp'],
    inline: true,
  },
  'image/tiff': {
    extension: '.tif',
    otherExtensions: ['.tiff'],
    name: 'TIFF image',
    aliases: ['image/tif', 'image/x-tiff'],
  },
  'image/x-icon': {
    extension: '.ico',
    otherExtensions: ['.cur'],
    name: 'icon',
    article: 'an',
    aliases: ['image/vnd.microsoft.icon', 'image/ico'],
    inline: true,
  },
  // SVG is a document that runs scripts: never shown in place, and kept only if a collection names it.
  'image/svg+xml': {
    extension: '.svg',
    name: 'SVG drawing',
    article: 'an',
    aliases: ['image/svg'],
    byNameOnly: true,
  },
  'image/vnd.adobe.photoshop': {
    extension: '.psd',
    otherExtensions: ['.psb'],
    name: 'Photoshop image',
    aliases: ['image/psd', 'image/x-psd', 'application/photoshop', 'application/x-photoshop'],
    unmeasured: true,
  },
  'image/jxl': { extension: '.jxl', name: 'JPEG XL image', unmeasured: true },
  'image/jp2': {
    extension: '.jp2',
    otherExtensions: ['.jpf', '.jpx', '.jpm', '.j2k'],
    name: 'JPEG 2000 image',
    aliases: ['image/jpx', 'image/jpm', 'image/jpeg2000'],
    unmeasured: true,
  },
  'image/x-canon-cr2': raw('.cr2', 'Canon'),
  'image/x-canon-cr3': raw('.cr3', 'Canon'),
  'image/x-nikon-nef': raw('.nef', 'Nikon'),
  'image/x-sony-arw': raw('.arw', 'Sony'),
  'image/x-adobe-dng': raw('.dng', 'DNG', { aliases: ['image/dng'] }),
  'image/x-fujifilm-raf': raw('.raf', 'Fujifilm', { aliases: ['image/x-fuji-raf'] }),
  'image/x-olympus-orf': raw('.orf', 'Olympus', { article: 'an' }),
  'image/x-panasonic-rw2': raw('.rw2', 'Panasonic'),
};
