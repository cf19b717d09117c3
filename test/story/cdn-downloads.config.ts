// The shipped configuration with its downloads through the CDN, a second key that is trusted and does not sign, and names of
// its own, which on one machine are addresses of the local cloud like the names that AWS gives.
import shipped from '../../airlock.config.ts';
import { defineConfig } from '../../lambdas/config/config.ts';

const hostedZone = { id: 'Z0123456789', name: 'example.com' };
const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/1234abcd';

export default defineConfig({
  ...shipped,
  // So that the report on rights sees those of every function that is traced.
  operations: { ...shipped.operations, tracing: true },
  downloads: 'cdn',
  downloadKeys: ['b', 'a'],
  domains: {
    api: { name: 'api.example.com', certificateArn, hostedZone },
    media: { name: 'media.example.com', certificateArn, hostedZone },
  },
});
