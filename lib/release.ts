// A release of the static side before it is uploaded: its immutable assets, its revalidated documents and its record.
import { extname } from 'node:path';

/** Files that are deployed together because they share their headers. */
export interface ReleasePart {
  readonly directory: string;
  /** Undefined if the tool that copies files knows their type by the extension. */
  readonly contentType?: string;
}

/** Everything that one deployment puts into the static bucket. */
export interface Release {
  /** Files whose name changes with their content. */
  readonly assets: readonly ReleasePart[];
  /** Files that name the assets, and other files that keep their names. */
  readonly documents: readonly ReleasePart[];
  /** Holds the record alone. */
  readonly recordDirectory: string;
  /** Paths, with a slash in front, of the files without a dot in their name. */
  readonly extensionless: readonly string[];
}

/**
 * Types that the AWS CLI, which copies the files, does not know by extension (it asks Python's `mimetypes`). Sent as
 * `binary/octet-stream` a browser under `nosniff` would refuse some of them.
 */
const types: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.cjs': 'text/javascript',
  '.eot': 'application/vnd.ms-fontobject',
  '.flac': 'audio/flac',
  '.glb': 'model/gltf-binary',
  '.gltf': 'model/gltf+json',
  '.m4a': 'audio/mp4',
  '.map': 'application/json',
  '.md': 'text/markdown',
  '.mjs': 'text/javascript',
  '.ogg': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.otf': 'font/otf',
  '.ttf': 'font/ttf',
  '.vtt': 'text/vtt',
  '.wasm': 'application/wasm',
  '.webm': 'video/webm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** The content type that a file has to be sent with; undefined where the AWS CLI knows it. */
export const explicitTypeOf = (path: string): string | undefined =>
  types[extname(path).toLowerCase()];
