// The shipped configuration and, beside it, one collection that takes every kind the fixtures hold.
import shipped from '../../airlock.config.ts';
import { defineConfig } from '../../lambdas/config/config.ts';
import { anything, images } from '../../lambdas/config/presets.ts';
import { MiB } from '../../lambdas/domain/sizes.ts';

const { name: _, ...avatars } = shipped.collections.avatars;

export default defineConfig({
  ...shipped,
  // Low, so that a test of files in parts moves megabytes and not gigabytes.
  multipartThresholdBytes: 5 * MiB,
  // Where forms may lead.
  origins: ['https://shop.example.com'],
  auth: { ...shipped.auth, serviceClient: true },
  // Many tests look people up at once.
  throttle: { routes: { 'POST /principals/lookups': { ratePerSecond: 100, burst: 200 } } },
  operations: { auditLog: { retentionDays: 400 } },
  // Low, so that a test reaches them.
  sharing: { grantsPerFile: 30, linksPerFile: 10 },
  quota: { overrides: { 'user:staff': { bytes: 1000, files: 5 } } },
  collections: {
    ...shipped.collections,
    everything: anything({ maxBytes: 64 * MiB, keyLayout: 'owner' }),
    passports: images({ serve: 'sanitized', visibility: 'public', publishers: ['owner'] }),
    gallery: images({ maxBytes: MiB, publishers: ['owner'] }),
    drafts: {
      types: ['text/plain'],
      maxBytes: MiB,
      administrators: ['group:staff'],
      keepReplacedDays: 30,
    },
    // Public as they were uploaded.
    portraits: { ...avatars, serve: 'original' },
    // Public, and without variants: the only copy of a file is its own.
    posters: { types: ['image/png'], maxBytes: MiB, visibility: 'public' },
    press: { types: ['text/plain'], maxBytes: MiB, uploaders: ['group:press'] },
  },
});
