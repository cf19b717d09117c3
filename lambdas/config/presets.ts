// Presets of collections, each a complete policy. Every field can be overridden: images({ maxBytes: 5 * MiB }).
import { GiB, MiB, S3_MAX_OBJECT_BYTES } from '../domain/sizes.ts';
import { reencodableTypes } from '../domain/variants.ts';
import type { CollectionInput } from './config.ts';

type Overrides = Partial<CollectionInput>;

/**
 * Raster images that every browser shows: JPEG, PNG, GIF, WebP, AVIF, and HEIC as phones send it; up to 25 MiB, shown in place.
 * With `visibility: 'public'` it serves sanitized copies, unless `serve` says otherwise, because a photograph may hold the place
 * where it was taken. With `serve: 'sanitized'` without HEIC, which cannot be encoded again.
 */
export const images = (overrides: Overrides = {}): CollectionInput => {
  const serve = overrides.serve ?? (overrides.visibility === 'public' ? 'sanitized' : 'original');
  return {
    types: [...reencodableTypes, ...(serve === 'sanitized' ? [] : ['image/heic'])],
    maxBytes: 25 * MiB,
    disposition: 'inline',
    ...overrides,
    serve,
  };
};

/** Documents: PDF, office documents without macros, rich text and every text format; up to 100 MiB, downloaded. */
export const documents = (overrides: Overrides = {}): CollectionInput => ({
  types: ['application/pdf', 'office', 'application/rtf', 'text/*', 'application/json'],
  maxBytes: 100 * MiB,
  ...overrides,
});

/** Video, sound and subtitles; up to S3's largest object, played in place where a browser can. */
export const videos = (overrides: Overrides = {}): CollectionInput => ({
  types: ['video/*', 'audio/*', 'text/vtt'],
  maxBytes: S3_MAX_OBJECT_BYTES,
  disposition: 'inline',
  ...overrides,
});

/**
 * Every known type that is safe to keep, archives and fonts too; up to 5 GiB, always downloaded. No SVG, HTML, XML, scripts,
 * programs or macros: no type that runs when it is opened.
 */
export const anything = (overrides: Overrides = {}): CollectionInput => ({
  types: ['*'],
  maxBytes: 5 * GiB,
  disposition: 'attachment',
  ...overrides,
});
