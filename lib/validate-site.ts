// Validates `site`: names, certificates and policies that CloudFront would refuse minutes later.
import { z } from 'zod';
import { answer, flag, integer, list, object, oneOf, record, show, text } from './config-fields.ts';

/** A name in the DNS. */
export const hostName = text(
  'a host name such as files.example.com: lower case, without https:// and without a slash',
  /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/,
);

const folder = '[\\w-][\\w.-]*';
const folders = `${folder}(/${folder})*`;

const source = object(
  {
    directory: text('a directory of built files, relative to the project', /\S/),
    prefix: text(
      "a folder of the site such as 'shop' or 'docs/api', without a slash at either end; '' for the root",
      new RegExp(`^(${folders})?$`),
    ),
    immutable: list(
      text("a folder within the directory such as 'assets'", new RegExp(`^${folders}$`)),
      'folders',
    ).optional(),
    routing: oneOf('directories', 'single-page'),
  },
  'a source with a directory',
);

/** One of CloudFront's security policies. */
export const tlsVersion = oneOf('TLSv1.2_2021', 'TLSv1.2_2025', 'TLSv1.3_2025');

/** A certificate that CloudFront takes. */
export const certificateInUsEast1 = text(
  'the ARN of an ACM certificate in us-east-1, such as arn:aws:acm:us-east-1:111122223333:certificate/1234abcd-…; CloudFront looks for it in no other region',
  /^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/,
);

/** A web ACL that a distribution takes. */
export const webAclArn = text(
  'the ARN of a web ACL with the scope CLOUDFRONT, such as arn:aws:wafv2:us-east-1:111122223333:global/webacl/files/1234abcd-…; AWS WAF keeps those in us-east-1, and a regional one protects no distribution',
  /^arn:aws:wafv2:us-east-1:\d{12}:global\/webacl\/[\w-]{1,128}\/[\w-]{1,36}$/,
);

/** A zone that gets the records of a name. */
export const hostedZone = object({
  id: text('the id of a Route 53 hosted zone, such as Z0123456789ABCDEFGHIJ', /^Z[A-Z0-9]{1,31}$/),
  name: hostName,
});

/** A zone can only hold names that end in its own. */
export function refuseForeignZone(
  domain: {
    readonly name: string;
    readonly hostedZone?: { readonly name: string } | undefined;
  },
  context: z.RefinementCtx,
): void {
  const { name } = domain;
  const zone = domain.hostedZone?.name;
  if (typeof name !== 'string' || typeof zone !== 'string') return;
  if (name === zone || name.endsWith(`.${zone}`)) return;
  const message = `is ${show(zone)}; expected the zone that ${name} belongs to`;
  context.addIssue({ code: 'custom', path: ['hostedZone', 'name'], message });
}

const domain = object({
  name: hostName,
  certificateArn: certificateInUsEast1,
  hostedZone: hostedZone.optional(),
  minimumTls: tlsVersion,
}).superRefine(refuseForeignZone);

const directive = text(
  "a CSP directive that lists sources, such as 'font-src'",
  /^(child|connect|default|font|form-action|frame|img|manifest|media|object|script|style|worker)(-src)?(-elem|-attr)?$/,
);

/** Everything below `site`. */
export const site = object({
  page: flag,
  sources: z.array(source, { error: answer('a list of sources, each with a directory') }),
  domain: domain.optional(),
  links: flag.optional(),
  keepReleasesDays: integer('days', 1, 365),
  notFoundPage: text("the path of a page such as '/404.html'", /^\/\S+\.html$/).optional(),
  contentSecurityPolicy: record(
    directive,
    list(
      text(
        'a CSP source such as "\'self\'" or https://images.example.com, in ASCII, without a comma and a semicolon',
        /^[\x21-\x2b\x2d-\x3a\x3c-\x7e]+$/,
      ),
      'sources',
      1,
    ),
    'an object of sources by directive',
  ),
  http3: flag,
  compress: flag,
  priceClass: oneOf('100', '200', 'all'),
  webAclArn: webAclArn.optional(),
  accessLogs: object({ days: integer('days', 1, 3650) }).optional(),
}).superRefine(refuseTwoRoots);

/** Airlock's page and another front end cannot both answer `/`. */
function refuseTwoRoots(
  {
    page,
    sources,
  }: { readonly page: boolean; readonly sources: readonly { readonly prefix: string }[] },
  context: z.RefinementCtx,
): void {
  if (page !== true) return;
  for (const [index, { prefix }] of sources.entries()) {
    if (prefix !== '') continue;
    const message =
      "is ''; expected a folder, because the root is Airlock's own page; give the source a prefix, or set site.page to false";
    context.addIssue({ code: 'custom', path: ['sources', index, 'prefix'], message });
  }
}
