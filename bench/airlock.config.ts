// The shipped configuration without its throttle, so that a bench measures the capacity of the parts and not their limits.
import shipped from '../airlock.config.ts';
import { defineConfig } from '../lambdas/config/config.ts';
import { documents } from '../lambdas/config/presets.ts';
import { GiB } from '../lambdas/domain/sizes.ts';

const bench = defineConfig({
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

export default bench;

/** The same for one collection that no caller can list: it has neither administrators nor readers, and there are no services. */
export const ownersAlone = defineConfig({
  ...bench,
  collections: { documents: documents({ maxBytes: 1 * GiB, publishers: ['owner'] }) },
});
