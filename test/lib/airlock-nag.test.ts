// In an app with the CDK's own defaults, Airlock brings no finding of AWS’s rules into the stack around it.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment, Stack } from 'aws-cdk-lib';
import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Key } from 'aws-cdk-lib/aws-kms';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import flags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterAll, describe, expect, it } from 'vitest';
import { images } from '../../lambdas/config/presets.ts';
import type { AirlockProps } from '../../lib/airlock-props.ts';
import { StaticSite } from '../../lib/static-site.ts';
import { embed, emptyApp, emptyStack, functionsDirectory } from './embed.ts';

const front = mkdtempSync(join(tmpdir(), 'airlock-front-'));
writeFileSync(join(front, 'index.html'), '<!doctype html>');
afterAll(() => rmSync(front, { recursive: true }));

const anywhere = undefined;
const ireland = { account: '111122223333', region: 'eu-west-1' };

const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/1234abcd';
const apiCertificateArn = certificateArn.replace('us-east-1', 'eu-west-1');
const names = (stack: Stack) => ({
  api: {
    name: 'api.example.com',
    certificate: Certificate.fromCertificateArn(stack, 'ApiCertificate', apiCertificateArn),
  },
});
const site = (stack: Stack, domains?: ReturnType<typeof names>) =>
  new StaticSite(stack, 'Site', {
    page: false,
    sources: [{ directory: front }],
    functionsDirectory,
    accessLogs: { days: 30 },
    ...(domains && { domains, links: true }),
    domain: {
      name: 'files.example.com',
      certificate: Certificate.fromCertificateArn(stack, 'Certificate', certificateArn),
      hostedZone: HostedZone.fromHostedZoneAttributes(stack, 'Zone', {
        hostedZoneId: 'Z0123456789',
        zoneName: 'example.com',
      }),
    },
  });

const cases: readonly (readonly [string, (stack: Stack) => Partial<AirlockProps>])[] = [
  ['as it comes', () => ({})],
  ['with a site', (stack) => ({ site: site(stack) })],
  [
    'with links under the name of the site',
    (stack) => {
      const domains = names(stack);
      return { site: site(stack, domains), domains };
    },
  ],
  ['with downloads through the CDN', () => ({ downloads: 'cdn' })],
  [
    'with GuardDuty, a key of KMS and nothing kept',
    (stack) => ({
      collections: { photos: images({ scan: true }) },
      scanner: { engine: 'guardduty' },
      encryptionKey: new Key(stack, 'Key', { enableKeyRotation: true }),
      removalPolicy: RemovalPolicy.DESTROY,
    }),
  ],
];

describe.each<[string, Environment | undefined]>([
  ['in a stack of any environment', anywhere],
  ['in a stack of a known account and region', ireland],
])('%s', (_where, env) => {
  describe.each([
    ['with the defaults of the CDK', {}],
    ['with the recommended features of the CDK', flags],
  ])('%s', (_what, context) => {
    it.each(cases)('%s, no finding is left', (_name, propsOf) => {
      const app = emptyApp(context, { checked: true });
      const stack = emptyStack(env, app);
      embed(stack, propsOf(stack));
      Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
      expect(() => app.synth()).not.toThrow();
    });
  });
});
