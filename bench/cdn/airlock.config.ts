// The configuration of the benchmarks with downloads through the CDN.
import { defineConfig } from '../../lambdas/config/config.ts';
import config from '../airlock.config.ts';

export default defineConfig({ ...config, downloads: 'cdn' });
