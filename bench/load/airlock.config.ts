// The shipped configuration for a load: no throttle, since the machine is the limit, parts from 5 MiB on, so that they come often, and a quota that a claim can exceed.
import shipped from '../../airlock.config.ts';
import { defineConfig } from '../../lambdas/config/config.ts';
import { documents } from '../../lambdas/config/presets.ts';
import { GiB, MiB } from '../../lambdas/domain/sizes.ts';

export default defineConfig({
  ...shipped,
  collections: {
    documents: documents({ maxBytes: 1 * GiB, publishers: ['owner'] }),
    bulletins: documents({ maxBytes: 1 * MiB, visibility: 'public' }),
  },
  multipartThresholdBytes: 5 * MiB,
  quota: { ...shipped.quota, bytes: 900 * MiB },
  throttle: { ratePerSecond: 10_000, burst: 5_000 },
});
