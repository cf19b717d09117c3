// The one file to edit: what may be uploaded, by whom, how large, and who may read it.

import { defineConfig } from './lambdas/config/config.ts';
import { documents, images, videos } from './lambdas/config/presets.ts';
import { GiB, MiB } from './lambdas/domain/sizes.ts';

const administrators = ['group:staff'] as const;

const variants = {
  thumbnail: { width: 256, height: 256, fit: 'cover', maxBytes: 20_000 },
  large: { width: 2048, height: 2048 },
} as const;

export default defineConfig({
  // People share files by the mail address of an account.
  auth: { directory: { engine: 'cognito' } },
  collections: {
    images: images({ administrators, variants }),
    documents: documents({ maxBytes: 1 * GiB, administrators }),
    videos: videos({ administrators }),
    avatars: images({
      maxBytes: 5 * MiB,
      readers: ['authenticated'],
      administrators,
      keyLayout: 'flat',
      image: { maxWidth: 8_192, maxHeight: 8_192, maxPixels: 50_000_000, maxFrames: 100 },
      visibility: 'public',
      // What is public holds pixels alone: no place where a picture was taken.
      serve: 'sanitized',
      variants,
    }),
  },
});
