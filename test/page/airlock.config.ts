// The shipped configuration with small parts, a collection without administrators, and a small quota for bob.
import shipped from '../../airlock.config.ts';
import { defineConfig } from '../../lambdas/config/config.ts';
import { MiB } from '../../lambdas/domain/sizes.ts';

export default defineConfig({
  ...shipped,
  // Low, so that a test of files in parts moves megabytes and not gigabytes.
  multipartThresholdBytes: 5 * MiB,
  // Many tests look people up at once.
  throttle: { routes: { 'POST /principals/lookups': { ratePerSecond: 100, burst: 200 } } },
  quota: { overrides: { 'user:bob': { bytes: 1000, files: 5 } } },
  collections: {
    ...shipped.collections,
    everything: { types: ['text/plain', 'image/png', 'application/pdf'], maxBytes: 64 * MiB },
  },
});
