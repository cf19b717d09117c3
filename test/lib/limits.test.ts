// Limits of CloudFront that would end a deployment minutes after it began: the synth refuses first, and names the field.
import { expect, it } from 'vitest';
import shippedConfig from '../../airlock.config.ts';
import { defineSite, type SiteInput } from '../../lambdas/config/site-config.ts';
import { refuseRegion } from '../../lib/refuse-region.ts';
import type { Release } from '../../lib/release.ts';
import { stubApp } from './synthesize.ts';

const appOf = (site: SiteInput, release?: Release) =>
  stubApp({ config: { ...shippedConfig, site: defineSite(site) }, ...(release && { release }) });

const hosts = (count: number) =>
  Array.from({ length: count }, (_, index) => `https://images-${index}.example.com`);

it('a content security policy that CloudFront would refuse is refused by its field', async () => {
  await expect(
    appOf({ contentSecurityPolicy: { 'img-src': hosts(40), 'connect-src': hosts(40) } }),
  ).rejects.toThrow(
    /^site\.contentSecurityPolicy makes a policy of up to \d+ characters; CloudFront takes at most 1783/,
  );
  const { remove } = await appOf({ contentSecurityPolicy: { 'img-src': hosts(30) } });
  await remove();
});

it('an edge function that CloudFront would refuse is refused by its field', async () => {
  const released = (files: number): Release => ({
    assets: [],
    documents: [],
    recordDirectory: import.meta.dirname,
    extensionless: Array.from({ length: files }, (_, index) => `/licences/package-number-${index}`),
  });
  const site = { page: false, sources: [{ directory: 'front' }] };
  await expect(appOf(site, released(400))).rejects.toThrow(
    /^site\.sources have 400 files without a dot in their name, .* CloudFront takes at most 10 KB/,
  );
  const { remove } = await appOf(site, released(100));
  await remove();
});

it.each(['us-gov-west-1', 'us-gov-east-1', 'cn-north-1'])(
  'the region %s is refused with the reason',
  (region) => {
    expect(() => refuseRegion(region)).toThrow(
      new RegExp(`^The region is ${region}: .*CloudFront`),
    );
  },
);

it.each([undefined, 'us-east-1', 'eu-central-1'])('the region %s is accepted', (region) => {
  expect(() => refuseRegion(region)).not.toThrow();
});
