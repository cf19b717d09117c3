// The shipped configuration with downloads through the CDN, documents that may be public, and no throttle to meet.
import shipped from '../../airlock.config.ts';
import { defineConfig } from '../../lambdas/config/config.ts';
import { documents } from '../../lambdas/config/presets.ts';
import { GiB } from '../../lambdas/domain/sizes.ts';

export default defineConfig({
  ...shipped,
  collections: { documents: documents({ maxBytes: 1 * GiB, publishers: ['owner'] }) },
  throttle: { ratePerSecond: 10_000, burst: 5_000 },
  downloads: 'cdn',
});
