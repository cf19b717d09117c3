// Validates `domains`: names of the API and of the CDN of media.
import type { z } from 'zod';
import { having, object, text } from './config-fields.ts';
import type { PageDomains } from './site-headers.ts';
import { type LinkSettings, whyNoLinks } from './site-links.ts';
import {
  certificateInUsEast1,
  hostedZone,
  hostName,
  refuseForeignZone,
  tlsVersion,
} from './validate-site.ts';

const api = object({
  name: hostName,
  certificateArn: text(
    'the ARN of an ACM certificate in the region of the stacks, such as arn:aws:acm:eu-central-1:111122223333:certificate/1234abcd-…',
    /^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/,
  ),
  hostedZone: hostedZone.optional(),
}).superRefine(refuseForeignZone);

const media = object({
  name: hostName,
  certificateArn: certificateInUsEast1,
  hostedZone: hostedZone.optional(),
  minimumTls: tlsVersion.optional(),
}).superRefine(refuseForeignZone);

/** Everything below `domains` of airlock.config.ts. */
export const domains = object({ api: api.optional(), media: media.optional() });

const ofConstruct = {
  name: hostName,
  certificate: having(
    "a certificate such as Certificate.fromCertificateArn(this, 'Certificate', 'arn:aws:acm:…')",
    'certificateArn',
  ),
  hostedZone: having(
    "a zone such as HostedZone.fromLookup(this, 'Zone', { domainName: 'example.com' })",
    'hostedZoneId',
    'zoneName',
  ).optional(),
};

/** The domain of a construct: its certificate and zone exist already. */
export const constructDomain = object({ ...ofConstruct, minimumTls: tlsVersion.optional() });

/** Everything below `domains` of the construct. */
export const constructDomains = object({
  api: object(ofConstruct).optional(),
  media: constructDomain.optional(),
});

/** Links are under the site's name only where both names are known. */
export function refuseLinksWithoutNames(
  {
    site,
    domains: names,
  }: { readonly site: LinkSettings; readonly domains?: PageDomains | undefined },
  context: z.RefinementCtx,
): void {
  const message = whyNoLinks(site, names);
  if (message) context.addIssue({ code: 'custom', path: ['site', 'links'], message });
}

/** No name is used twice. */
export function refuseSharedNames(
  config: {
    readonly site: { readonly domain?: { readonly name: string } | undefined };
    readonly domains?:
      | {
          readonly api?: { readonly name: string } | undefined;
          readonly media?: { readonly name: string } | undefined;
        }
      | undefined;
  },
  context: z.RefinementCtx,
): void {
  const seen = new Map([[config.site.domain?.name, 'site.domain']]);
  for (const part of ['api', 'media'] as const) {
    const name = config.domains?.[part]?.name;
    if (name === undefined) continue;
    const other = seen.get(name);
    if (other) {
      const message = `is ${JSON.stringify(name)}, which ${other} has; give each a name of its own`;
      context.addIssue({ code: 'custom', path: ['domains', part, 'name'], message });
    }
    seen.set(name, `domains.${part}`);
  }
}
