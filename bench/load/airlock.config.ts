// The configuration of the benchmarks for a load: parts from 5 MiB on, so that they come often, and a quota that a claim can exceed.
import { defineConfig } from '../../lambdas/config/config.ts';
import { documents } from '../../lambdas/config/presets.ts';
import { GiB, MiB } from '../../lambdas/domain/sizes.ts';
import config from '../airlock.config.ts';

export default defineConfig({
  ...config,
  collections: {
    documents: documents({ maxBytes: 1 * GiB, publishers: ['owner'] }),
    bulletins: documents({ maxBytes: 1 * MiB, visibility: 'public' }),
  },
  multipartThresholdBytes: 5 * MiB,
  quota: { ...config.quota, bytes: 900 * MiB },
});
