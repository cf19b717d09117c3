// The shipped configuration, but for the throttle: a bench must meet what the parts can do, not what they may.
import shipped from '../airlock.config.ts';
import { defineConfig, GiB } from '../lambdas/domain/config.ts';
import { documents } from '../lambdas/domain/presets.ts';

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
  // Somebody who soon meets the edge.
  quota: { ...shipped.quota, overrides: { 'user:bob': { bytes: 400 * 1024 } } },
});
