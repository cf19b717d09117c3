// The one file to edit: what may be uploaded, by whom, how large, and who may read it.
import { defineConfig, GiB, MiB, S3_MAX_OBJECT_BYTES } from './lambdas/domain/config.ts';

const raster = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif', 'image/heic'];

export default defineConfig({
  collections: {
    images: {
      types: raster,
      maxBytes: 25 * MiB,
      administrators: ['group:staff'],
      disposition: 'inline',
    },
    documents: {
      types: [
        'application/pdf',
        'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'application/vnd.openxmlformats-officedocument.presentationml.presentation',
        'application/vnd.oasis.opendocument.text',
        'application/vnd.oasis.opendocument.spreadsheet',
        'application/vnd.oasis.opendocument.presentation',
        'application/rtf',
        'application/json',
        'text/plain',
        'text/csv',
        'text/markdown',
        'text/calendar',
        'text/vcard',
      ],
      maxBytes: 1 * GiB,
      administrators: ['group:staff'],
    },
    videos: {
      types: [
        'video/mp4',
        'video/quicktime',
        'video/webm',
        'video/x-matroska',
        'video/ogg',
        'audio/mpeg',
        'audio/mp4',
        'audio/wav',
        'audio/ogg',
        'audio/flac',
        'audio/aac',
        'text/vtt',
      ],
      maxBytes: S3_MAX_OBJECT_BYTES,
      administrators: ['group:staff'],
      disposition: 'inline',
    },
    avatars: {
      types: raster,
      maxBytes: 5 * MiB,
      readers: ['authenticated'],
      administrators: ['group:staff'],
      keyLayout: 'flat',
      disposition: 'inline',
    },
  },
});
