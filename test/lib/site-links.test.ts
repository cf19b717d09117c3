// Links under the site's own name: what the site's CDN passes on to the API, and which address links get.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { afterAll, describe, expect, it } from 'vitest';
import shippedConfig from '../../airlock.config.ts';
import type { Config } from '../../lambdas/config/config.ts';
import { defineSite, type SiteInput } from '../../lambdas/config/site-config.ts';
import { passedBySite } from '../../lambdas/env.ts';
import { StaticSite } from '../../lib/static-site.ts';
import type { StaticSiteProps } from '../../lib/static-site-props.ts';
import { validateConfig } from '../../lib/validate-config.ts';
import { embed, emptyStack, functionsDirectory, templateOf } from './embed.ts';
import { only, synthesize } from './synthesize.ts';

const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/1234abcd';
const domain = { name: 'files.example.com', certificateArn };
const domains = { api: { name: 'api.example.com', certificateArn } };

const configured = (site: SiteInput, names?: Config['domains']): Config => ({
  ...shippedConfig,
  site: defineSite(site),
  ...(names && { domains: names }),
});

const behaviorsOf = (template: Template) =>
  only(template, 'AWS::CloudFront::Distribution', 'Site').DistributionConfig.CacheBehaviors;
const linkOriginOf = (template: Template): string =>
  only(template, 'AWS::Lambda::Function', 'IssueLink').Environment.Variables.LINK_ORIGIN;

describe('a site and an API with names of their own', () => {
  const stacks = synthesize(configured({ domain }, domains));

  it('links are at the site, and its stack refers to nothing of the media stack', async () => {
    const { site, media } = await stacks;
    expect(linkOriginOf(media)).toBe('https://files.example.com');
    expect(JSON.stringify(site.toJSON())).not.toContain('GetStackOutput');
    expect(JSON.stringify(site.toJSON())).not.toContain('ImportValue');
  });

  it('the CDN passes every request for a link on to the API over TLS 1.2, and says so', async () => {
    const { site } = await stacks;
    const { Origins, CacheBehaviors } = only(
      site,
      'AWS::CloudFront::Distribution',
    ).DistributionConfig;
    expect(CacheBehaviors).toHaveLength(1);
    expect(CacheBehaviors[0]).toMatchObject({
      PathPattern: '/links/*',
      AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
      // CachingDisabled
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      ViewerProtocolPolicy: 'redirect-to-https',
      Compress: false,
    });
    expect(CacheBehaviors[0]).not.toHaveProperty('FunctionAssociations');
    const api = Origins.find(({ Id }: { Id: string }) => Id === CacheBehaviors[0].TargetOriginId);
    expect(api).toMatchObject({
      DomainName: 'api.example.com',
      CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] },
      OriginCustomHeaders: [{ HeaderName: passedBySite.header, HeaderValue: passedBySite.value }],
    });
  });

  it('the API gets what it reads of a request for a link, and neither the host nor cookies of the site', async () => {
    const { site } = await stacks;
    const { Name, HeadersConfig, CookiesConfig, QueryStringsConfig } = only(
      site,
      'AWS::CloudFront::OriginRequestPolicy',
    ).OriginRequestPolicyConfig;
    expect(HeadersConfig).toEqual({
      HeaderBehavior: 'whitelist',
      Headers: [
        ...['accept', 'accept-language', 'origin', 'purpose', 'sec-fetch-mode', 'sec-purpose'],
        ...['user-agent', 'x-moz', 'x-purpose'],
      ],
    });
    expect(CookiesConfig).toEqual({ CookieBehavior: 'none' });
    expect(QueryStringsConfig).toEqual({ QueryStringBehavior: 'none' });
    expect(JSON.stringify(Name)).toContain('AWS::Region');
  });

  it('the page of a link keeps its own policy, and other answers about links get one that allows nothing', async () => {
    const { site } = await stacks;
    const { ResponseHeadersPolicyConfig } = only(
      site,
      'AWS::CloudFront::ResponseHeadersPolicy',
      'SiteLinkHeaders',
    );
    expect(ResponseHeadersPolicyConfig.SecurityHeadersConfig).toMatchObject({
      ContentSecurityPolicy: {
        ContentSecurityPolicy:
          "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        Override: false,
      },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000, Override: true },
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
    });
  });
});

describe('links stay at the API', () => {
  it.each<[string, SiteInput, Config['domains']]>([
    ['without a name of the site', {}, domains],
    ['without a name of the API', { domain }, undefined],
    ['with a name of media alone', { domain }, { media: { ...domain, name: 'm.example.com' } }],
    ['where the site does not want them', { domain, links: false }, domains],
    ['where a log would keep their tokens', { domain, accessLogs: { days: 30 } }, domains],
  ])('links stay at the API %s', async (_, input, names) => {
    const { site, media } = await synthesize(configured(input, names));
    expect(behaviorsOf(site)).toBeUndefined();
    site.resourceCountIs('AWS::CloudFront::OriginRequestPolicy', 0);
    expect(linkOriginOf(media)).toBe('');
  });
});

it('links are at a site that keeps access logs where it says so', async () => {
  const input = { domain, accessLogs: { days: 30 }, links: true };
  const { site, media } = await synthesize(configured(input, domains));
  expect(behaviorsOf(site)).toHaveLength(1);
  expect(linkOriginOf(media)).toBe('https://files.example.com');
});

it.each<[string, SiteInput, Config['domains']]>([
  ['the site', { links: true }, domains],
  ['the API', { links: true, domain }, undefined],
])('a site that wants links is refused without a name of %s', (_, input, names) => {
  expect(() => validateConfig(configured(input, names), 'The file')).toThrow(
    'site.links is true; expected a domain of the site and domains.api as well, because the CDN can pass links on only to a name that is known before the API exists',
  );
});

describe('in an app of another team', () => {
  const front = mkdtempSync(join(tmpdir(), 'airlock-front-'));
  writeFileSync(join(front, 'index.html'), '<!doctype html>');
  afterAll(() => rmSync(front, { recursive: true }));

  const certified = (stack: Stack, name: string) => ({
    name,
    certificate: Certificate.fromCertificateArn(stack, `Certificate-${name}`, certificateArn),
  });
  const siteIn = (stack: Stack, props: Partial<StaticSiteProps>) =>
    new StaticSite(stack, 'Site', {
      ...{ page: false, sources: [{ directory: front }], functionsDirectory },
      ...props,
    });

  it('a site with a name and the domains of an Airlock passes links on to it', () => {
    const stack = emptyStack();
    const names = { api: certified(stack, 'api.example.com') };
    const site = siteIn(stack, { domain: certified(stack, 'files.example.com'), domains: names });
    expect(site.passesLinksTo).toBe('api.example.com');
    embed(stack, { site, domains: names });
    const template = templateOf(stack);
    expect(behaviorsOf(template)).toMatchObject([{ PathPattern: '/links/*' }]);
    expect(
      only(template, 'AWS::Lambda::Function', 'UploadsIssueLink').Environment.Variables.LINK_ORIGIN,
    ).toBe('https://files.example.com');
  });

  it.each([
    ['with another name', 'other.example.com'],
    ['without a name', undefined],
  ])('links of an Airlock %s stay where its API is', (_, name) => {
    const stack = emptyStack();
    const site = siteIn(stack, {
      domain: certified(stack, 'files.example.com'),
      domains: { api: certified(stack, 'api.example.com') },
    });
    embed(stack, { site, ...(name && { domains: { api: certified(stack, name) } }) });
    const { Environment } = only(templateOf(stack), 'AWS::Lambda::Function', 'UploadsIssueLink');
    expect(Environment.Variables.LINK_ORIGIN).toBe('');
  });

  it('a site that wants links is refused without the domains of an Airlock', () => {
    const stack = emptyStack();
    const own = certified(stack, 'files.example.com');
    expect(() => siteIn(stack, { domain: own, links: true })).toThrow(
      'fields that are wrong: 1\n  links is true; expected a domain of the site and domains.api as well',
    );
  });

  it('a front end with files below /links/ is refused where links are at the site', () => {
    const stack = emptyStack();
    const names = { api: certified(stack, 'api.example.com') };
    const own = { domain: certified(stack, 'files.example.com'), domains: names };
    const sources = [{ directory: front, prefix: 'links' }];
    expect(() => siteIn(stack, { ...own, sources })).toThrow(
      /serve .* at \/links\/index\.html, but links to files are there unless site\.links is false; rename it, or give/,
    );
    expect(() => siteIn(emptyStack(), { ...own, sources, links: false })).not.toThrow();
  });
});
