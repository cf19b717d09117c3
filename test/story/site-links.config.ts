// The shipped configuration with a domain name for the site and one for the API, so that links are under the site's name.
import shipped from '../../airlock.config.ts';
import { defineConfig } from '../../lambdas/config/config.ts';

const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/1234abcd';

export default defineConfig({
  ...shipped,
  site: { ...shipped.site, domain: { name: 'files.example.com', certificateArn } },
  domains: { api: { name: 'api.example.com', certificateArn } },
});
