// The shipped configuration, but for the throttle: a bench must meet what the parts can do, not what they may.
import shipped from '../airlock.config.ts';
import { defineConfig } from '../lambdas/config/config.ts';
import { documents } from '../lambdas/config/presets.ts';
import { GiB } from '../lambdas/domain/sizes.ts';

export default defineConfig({
  ...shipped,
  collections: {
    ...shipped.collections,
    documents: documents({
      maxBytes: 1 * GiB,
      administrators: ['group:staff'],
      publishers: ['owner'],
    }),
  },
  throttle: { ratePerSecond: 10_000, burst: 5_000 },
  // An owner who soon reaches the limit.
  quota: { ...shipped.quota, overrides: { 'user:bob': { bytes: 400 * 1024 } } },
});
