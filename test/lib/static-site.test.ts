// The static side as a construct by itself: what it refuses, and how an Airlock in the same stack uses it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { afterAll, describe, expect, it } from 'vitest';
import { StaticSite } from '../../lib/static-site.ts';
import type { StaticSiteProps } from '../../lib/static-site-props.ts';
import { embed, emptyStack, functionsDirectory, templateOf } from './embed.ts';

const front = mkdtempSync(join(tmpdir(), 'airlock-front-'));
writeFileSync(join(front, 'index.html'), '<!doctype html>');
afterAll(() => rmSync(front, { recursive: true }));

const least = { page: false, sources: [{ directory: front }], functionsDirectory } as const;
const siteIn = (stack: Stack, props: object = {}) =>
  new StaticSite(stack, 'Site', { ...least, ...props } as StaticSiteProps);

it('a StaticSite is an origin that may upload, and receives the configuration of the page', () => {
  const stack = emptyStack();
  const site = siteIn(stack);
  embed(stack, { site, origins: [] });
  const template = templateOf(stack);
  template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
    CorsConfiguration: { AllowOrigins: [stack.resolve(site.origin)] },
  });
  template.hasResourceProperties('Custom::CDKBucketDeployment', {
    DestinationBucketName: stack.resolve(site.bucketName),
    SystemMetadata: { 'cache-control': 'no-cache' },
  });
  template.resourcePropertiesCountIs('AWS::S3::Bucket', { CorsConfiguration: Match.anyValue() }, 1);
});

describe('a certificate that CloudFront would not find is refused', () => {
  it.each([
    [
      'in another region',
      'arn:aws:acm:eu-west-1:111122223333:certificate/1234abcd',
      'domain.certificate is in eu-west-1; CloudFront takes certificates of us-east-1 only.',
    ],
  ])('%s', (_what, arn, message) => {
    const stack = emptyStack();
    const certificate = Certificate.fromCertificateArn(stack, 'Certificate', arn);
    expect(() => siteIn(stack, { domain: { name: 'files.example.com', certificate } })).toThrow(
      message,
    );
  });

  it('a certificate of a stack without a region is refused', () => {
    const stack = emptyStack();
    const certificate = new Certificate(stack, 'Certificate', { domainName: 'files.example.com' });
    expect(() => siteIn(stack, { domain: { name: 'files.example.com', certificate } })).toThrow(
      "domain.certificate belongs to a stack without a region; CloudFront takes certificates of us-east-1 only, so give that stack env: { region: 'us-east-1' }.",
    );
  });
});

describe('a field that is wrong is named, with what was expected', () => {
  it.each<[line: string, props: object]>([
    ['sources is "front"; expected a list of sources', { sources: 'front' }],
    ['sources[0] is "front"; expected a source with a directory', { sources: ['front'] }],
    ['priceClass is "300"', { priceClass: '300' }],
    ['fronts is unknown; remove it', { fronts: [] }],
    [
      'domain.certificate is "arn"; expected a certificate',
      { domain: { name: 'a.example.com', certificate: 'arn' } },
    ],
    ['logRetentionDays is 31; expected days that CloudWatch offers', { logRetentionDays: 31 }],
    ['issuer is "login"; expected the URL of an OIDC issuer', { issuer: 'login' }],
  ])('%s', (line, props) => {
    expect(() => siteIn(emptyStack(), props)).toThrow(
      `StaticSite “Shop/Site” cannot be used; fields that are wrong: 1\n  ${line}`,
    );
  });
});
