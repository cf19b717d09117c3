// The shipped configuration with its downloads through the CDN, and a second key that is trusted and does not sign.
import shipped from '../../airlock.config.ts';
import { defineConfig } from '../../lambdas/config/config.ts';

export default defineConfig({ ...shipped, downloads: 'cdn', downloadKeys: ['b', 'a'] });
