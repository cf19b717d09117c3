// The content types of archives, fonts, models and data.
import type { TypeTable } from './content-type.ts';

/** Archives, fonts, models and data by canonical type. */
export const packedTypes: TypeTable = {
  'application/zip': {
    extension: '.zip',
    otherExtensions: ['.cbz'],
    name: 'ZIP archive',
    aliases: ['application/x-zip-compressed', 'application/x-zip', 'multipart/x-zip'],
  },
  'application/gzip': {
    extension: '.gz',
    otherExtensions: ['.tgz'],
    name: 'gzip archive',
    aliases: ['application/x-gzip', 'application/x-tgz', 'application/x-compressed-tar'],
  },
  'application/x-bzip2': {
    extension: '.bz2',
    otherExtensions: ['.tbz2', '.tbz'],
    name: 'bzip2 archive',
    aliases: ['application/x-bzip', 'application/bzip2'],
  },
  'application/x-xz': {
    extension: '.xz',
    otherExtensions: ['.txz'],
    name: 'xz archive',
    article: 'an',
    aliases: ['application/xz'],
  },
  'application/zstd': {
    extension: '.zst',
    otherExtensions: ['.tzst', '.zstd'],
    name: 'Zstandard archive',
    aliases: ['application/x-zstd'],
  },
  'application/x-7z-compressed': { extension: '.7z', name: '7z archive' },
  'application/vnd.rar': {
    extension: '.rar',
    otherExtensions: ['.cbr'],
    name: 'RAR archive',
    aliases: ['application/x-rar-compressed', 'application/x-rar', 'application/rar'],
  },
  'application/x-tar': { extension: '.tar', name: 'tar archive' },

  'font/woff2': { extension: '.woff2', name: 'web font' },
  'font/woff': { extension: '.woff', name: 'web font', aliases: ['application/font-woff'] },
  'font/ttf': {
    extension: '.ttf',
    name: 'TrueType font',
    aliases: ['application/x-font-ttf', 'font/sfnt'],
  },
  'font/otf': {
    extension: '.otf',
    name: 'OpenType font',
    article: 'an',
    aliases: ['application/x-font-otf'],
  },
  'font/collection': { extension: '.ttc', otherExtensions: ['.otc'], name: 'font collection' },

  'model/gltf-binary': { extension: '.glb', name: 'glTF model' },
  'application/vnd.apache.parquet': { extension: '.parquet', name: 'Parquet table' },
  // Its first 128 bytes belong to nothing (DICOM PS3.10, section 7.1), so no family holds it.
  'application/dicom': {
    extension: '.dcm',
    name: 'DICOM image',
    byNameOnly: true,
  },
};
