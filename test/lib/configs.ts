// Configurations beside the shipped one that, between them, switch on whatever a stack can have.
import { defineConfig } from '../../lambdas/config/config.ts';
import { defineEvents } from '../../lambdas/config/events-config.ts';
import type { ScannerInput } from '../../lambdas/config/scanner-config.ts';
import { defineSite } from '../../lambdas/config/site-config.ts';

const vpc = { subnetIds: ['subnet-0123456789abcdef0'], securityGroupIds: ['sg-0123456789abcdef0'] };
const scanned = (scanner: ScannerInput) =>
  defineConfig({
    collections: { notes: { types: ['text/plain'], maxBytes: 1, scan: true } },
    scanner,
  });

/** Files are scanned by a clamd in a VPC. */
export const withClamd = scanned({ engine: 'clamd', host: '10.0.0.7', vpc });

/** A function verifies tokens, because there is a second issuer. */
export const withIssuers = defineConfig({
  collections: { notes: { types: ['text/plain'], maxBytes: 1 } },
  auth: {
    issuers: [{ name: 'partner', issuer: 'https://login.partner.example', audiences: ['airlock'] }],
  },
});

/** Every option of the site, GuardDuty, events with webhooks, and downloads through the CDN. */
export const everyOption = {
  ...scanned({ engine: 'guardduty' }),
  downloads: 'cdn' as const,
  downloadKeys: ['b', 'a'],
  ...defineEvents({
    bus: 'own',
    webhooks: [
      {
        name: 'shop',
        url: 'https://shop.example.com/hooks',
        types: ['FileReady', 'FileDeleted'],
        secrets: ['b', 'a'],
      },
      { name: 'audit', url: 'https://audit.example.com/airlock' },
    ],
  }),
  domains: {
    api: {
      name: 'api.example.com',
      certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/1234abcd',
    },
  },
  site: defineSite({
    page: false,
    links: true,
    sources: [{ directory: 'front' }],
    domain: {
      name: 'files.example.com',
      certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1234abcd',
      hostedZone: { id: 'Z0123456789', name: 'example.com' },
    },
    notFoundPage: '/404.html',
    accessLogs: { days: 90 },
  }),
};
