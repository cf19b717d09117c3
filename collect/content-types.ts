// Maps file extensions to the Content-Type that browsers receive.
import { posix } from 'node:path';

const text = (subtype: string): string => `text/${subtype}; charset=utf-8`;

const types: Readonly<Record<string, string>> = {
  '.html': text('html'),
  '.htm': text('html'),
  '.xhtml': 'application/xhtml+xml',
  '.css': text('css'),
  '.js': text('javascript'),
  '.mjs': text('javascript'),
  '.cjs': text('javascript'),
  '.txt': text('plain'),
  '.md': text('markdown'),
  '.csv': text('csv'),
  '.vtt': text('vtt'),
  '.xml': 'application/xml',
  '.xsl': 'application/xml',
  '.rss': 'application/rss+xml',
  '.atom': 'application/atom+xml',
  '.json': 'application/json',
  '.map': 'application/json',
  '.geojson': 'application/geo+json',
  '.jsonld': 'application/ld+json',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.pdf': 'application/pdf',
  '.zip': 'application/zip',
  '.gz': 'application/gzip',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.apng': 'image/apng',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.jxl': 'image/jxl',
  '.bmp': 'image/bmp',
  '.ico': 'image/x-icon',
  '.cur': 'image/x-icon',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.otf': 'font/otf',
  '.eot': 'application/vnd.ms-fontobject',
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.aac': 'audio/aac',
  '.flac': 'audio/flac',
  '.wav': 'audio/wav',
  '.oga': 'audio/ogg',
  '.ogg': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.weba': 'audio/webm',
  '.mp4': 'video/mp4',
  '.m4v': 'video/mp4',
  '.mov': 'video/quicktime',
  '.ogv': 'video/ogg',
  '.webm': 'video/webm',
};

/** The content type of a name; `application/octet-stream` when nothing better is known. */
export const contentTypeOf = (name: string): string =>
  types[posix.extname(name).toLowerCase()] ?? 'application/octet-stream';

/** Whether a content type is of those that shrink, all of which CloudFront compresses. */
export const isCompressible = (contentType: string): boolean =>
  /^text\/|json|xml|javascript|wasm|^font\/(ttf|otf)|ms-fontobject/.test(contentType);
