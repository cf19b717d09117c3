import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, it } from 'vitest';
import shippedConfig from '../../airlock.config.ts';
import { defineConfig } from '../../lambdas/domain/config.ts';
import type { ScannerInput } from '../../lambdas/domain/scanner-config.ts';
import { defineSite } from '../../lambdas/domain/site-config.ts';
import { stubApp } from './synthesize.ts';

const vpc = { subnetIds: ['subnet-0123456789abcdef0'], securityGroupIds: ['sg-0123456789abcdef0'] };
const scanned = (scanner: ScannerInput) =>
  defineConfig({
    collections: { notes: { types: ['text/plain'], maxBytes: 1, scan: true } },
    scanner,
  });

const everyOption = {
  ...scanned({ engine: 'guardduty' }),
  site: defineSite({
    page: false,
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

it.each([
  ['as shipped', shippedConfig],
  ['with a clamd', scanned({ engine: 'clamd', host: '10.0.0.7', vpc })],
  ['with every option of the site and GuardDuty', everyOption],
])('%s, no finding of AWS’s rules is left without a reason', async (_, config) => {
  const { app, remove } = await stubApp({ config, checked: true });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).not.toThrow();

  const acknowledged = app.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Record<string, string>));
  expect(acknowledged.length).toBeGreaterThan(0);
  for (const [id, reason] of acknowledged) expect(reason, id).toMatch(/^.{30,}\.$/);
  await remove();
});
